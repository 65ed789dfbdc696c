import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { reachesOf } from '../../../activities/browser/index.js';
import { webhookChannel } from '../../../activities/webhooks/index.js';
import { startReceiver } from '../../support/receiver.js';

const event = { id: 'evt_1', type: 'webhook.test', timestamp: '2026-03-01T12:00:00.000Z', data: {} } as never;
const SECRETS = [`whsec_${Buffer.from('a key of 32 bytes, more or less').toString('base64')}`];

const send = (reach: Parameters<typeof reachesOf>[0], url: string) =>
  webhookChannel({ reaches: reachesOf(reach), publicUrl: async () => null, timeoutMs: 2_000 }).send({
    webhook_id: 'wh_1',
    position: 1,
    lease: 'l',
    url,
    secrets: SECRETS,
    event,
    link: null,
  });

const NOT_ALLOWED = { status: null, failure: 'address_not_allowed' };

it.each([
  (port: number) => `http://127.0.0.1:${port}/`,
  (port: number) => `https://127.0.0.1:${port}/`,
  (port: number) => `http://localhost:${port}/`,
  (port: number) => `http://a.localhost:${port}/`,
  // Names that a resolver knows, as it does one of a zone that somebody else writes.
  (port: number) => `http://localhost.:${port}/`,
  (port: number) => `http://${hostname()}:${port}/`,
  (port: number) => `http://2130706433:${port}/`,
  (port: number) => `http://0x7f.1:${port}/`,
  (port: number) => `http://[::1]:${port}/`,
  (port: number) => `http://[::ffff:127.0.0.1]:${port}/`,
  (port: number) => `http://0.0.0.0:${port}/`,
])('a webhook does not reach this machine unless it may', async (address) => {
  const { port, received } = await startReceiver();
  expect(await send('public', address(port))).toEqual(NOT_ALLOWED);
  expect(received).toEqual([]);
});

it.each([
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://100.64.0.1/',
])('nor a private network, nor one of its own machine alone: %s', async (url) => {
  for (const reach of ['public', 'loopback'] as const) expect(await send(reach, url)).toEqual(NOT_ALLOWED);
});

it('nothing goes to the public internet without TLS, and nothing to a name that means nothing', async () => {
  expect(await send('private', 'http://192.0.2.1/')).toEqual(NOT_ALLOWED);
  expect(await send('private', 'https://nobody.invalid/')).toEqual(NOT_ALLOWED);
});

it('where it may, it sends; a redirect is not followed, wherever it leads', async () => {
  const other = await startReceiver();
  const { port, url, received } = await startReceiver(({ headers }) =>
    headers.host?.startsWith('localhost') ? { redirect: other.url } : 204,
  );
  expect(await send('loopback', url)).toEqual({ status: 204, failure: null });
  expect(await send('loopback', `http://localhost:${port}/`)).toEqual({ status: 307, failure: 'redirect' });
  expect(received).toHaveLength(2);
  expect(other.received).toEqual([]);
});

it('is done with an answer when its status is there, however much comes behind it', async () => {
  const server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(200);
    const more = setInterval(() => outgoing.write('x'.repeat(65_536)), 1);
    outgoing.on('close', () => clearInterval(more));
    outgoing.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const closed = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)));
  expect(await send('loopback', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toEqual({
    status: 200,
    failure: null,
  });
  await closed;
});

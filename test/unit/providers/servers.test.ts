/** What every provider that is a server has in common: its address, its certificate, and the header that its token goes in. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProviders } from '../../../activities/providers/index.js';

const room = createProviders({ folder: '/nowhere' });
const KINDS = [
  ['onepassword_connect', (host: string) => ({ host })],
  ['bitwarden', (url: string) => ({ url })],
  ['hashicorp_vault', (url: string) => ({ url })],
  ['http', (url: string) => ({ url })],
] as const;

const asked: string[] = [];
const tls = (file: string) => readFile(new URL(`../../support/postgres/tls/${file}`, import.meta.url));
const server = createServer();
let port: number;
beforeAll(async () => {
  server.setSecureContext({ key: await tls('key.pem'), cert: await tls('certificate.pem') });
  server.on('request', (request, response) => {
    asked.push(JSON.stringify(request.headers));
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

it.each(KINDS)('%s sends nothing to a server whose certificate is not trusted, and says so', async (kind, at) => {
  const provider = room.open(kind, { token: 'canary-token', settings: at(`https://127.0.0.1:${port}`) });
  for (const call of [provider.check(), provider.list(), provider.read({ vault_id: 'secret', item_id: 'i' })])
    await expect(call).rejects.toMatchObject({ code: 'provider_unavailable', details: { reason: 'certificate' } });
  expect(asked).toEqual([]);
});

it.each(KINDS)('%s says that nobody answers at an address', async (kind, at) => {
  const provider = room.open(kind, { token: 'canary-token', settings: at('http://127.0.0.1:9') });
  await expect(provider.list()).rejects.toMatchObject({
    code: 'provider_unavailable',
    details: { reason: 'unreachable' },
  });
});

it.each(KINDS.filter(([kind]) => kind === 'onepassword_connect' || kind === 'hashicorp_vault'))(
  '%s takes no token that no header can hold',
  (kind, at) => {
    for (const token of ['', 'two\nlines', 'with space', 'naïve', 'a\u0000b'])
      expect(() => room.open(kind, { token, settings: at('https://vault.example') })).toThrow(
        expect.objectContaining({ code: 'invalid_input', details: { fields: ['token'] } }),
      );
  },
);

/** Certificates of servers: each that does not fit is refused at the start, with the reason, and no password is sent there. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { makeDatabase } from '../../support/postgres/databases.js';
import { CERTIFICATE, KEY } from '../../support/postgres/server.js';
import { refusal, start } from './support.js';

const PASSWORD = 'canary-geheim-4712';

const forbidden = (reason: string) => ({
  code: 'database_forbidden',
  details: { reason, advice: expect.stringContaining('certificate') },
});

it('one that fits is taken, and no other', async () => {
  const { url } = await makeDatabase();
  const tls = (host: string, root: string | null) => {
    const address = new URL(url);
    address.username = 'tls_only';
    address.hostname = host;
    address.searchParams.set('sslmode', 'verify-full');
    if (root !== null) address.searchParams.set('sslrootcert', root);
    return start(address.href);
  };
  expect(await refusal(await tls('127.0.0.1', null))).toMatchObject(forbidden('tls'));
  expect(await refusal(await tls('localhost', CERTIFICATE))).toMatchObject(forbidden('tls'));
  // Let in; the role has no rights.
  expect(await refusal(await tls('127.0.0.1', CERTIFICATE))).toMatchObject({ code: 'database_invalid' });
});

/** Offers TLS with a certificate, or none. @returns its port, and what it was sent after that */
async function openServer(certificate: string | null) {
  const heard: Buffer[] = [];
  const key = await readFile(KEY);
  const cert = certificate === null ? null : await readFile(certificate);
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => {
        if (cert === null) return void socket.end('N');
        socket.write('S');
        const secure = new TLSSocket(socket, { isServer: true, key, cert });
        secure.on('error', () => undefined).on('data', (chunk: Buffer) => void heard.push(chunk));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard };
}

it.each([
  ['is over', 'expired', 'certificate_expired'],
  ['is not valid yet', 'not-yet', 'certificate_expired'],
  ['is for another host', 'other-host', 'tls'],
  ['is not for servers', 'for-clients', 'tls'],
  ['is not there, nor TLS', null, 'tls'],
])('one that %s is refused', async (_what, name, reason) => {
  const certificate = name === null ? null : join(dirname(CERTIFICATE), `${name}.pem`);
  const { port, heard } = await openServer(certificate);
  const root = certificate === null ? '' : `&sslrootcert=${encodeURIComponent(certificate)}`;
  const said = await refusal(await start(`postgres://a:${PASSWORD}@127.0.0.1:${port}/a?sslmode=verify-full${root}`));
  expect(said).toMatchObject(forbidden(reason));
  expect(said.all).not.toContain(PASSWORD);
  expect(heard).toEqual([]);
});

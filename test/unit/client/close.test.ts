import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentAuth } from '../../../client/index.js';
import { connectTo } from '../../../client/temporal/target.js';

/** Temporal, as far as it is needed to connect: it answers each call with an empty message. */
let server: Http2Server;
let sessions: ServerHttp2Session[];
let address: string;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-close-'));
  sessions = [];
  server = createServer();
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await away();
  await rm(dir, { recursive: true, force: true });
});

async function away(): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const session of sessions) session.destroy();
  await closed;
}

test('a call that is tried again when its connection is closed ends, and takes nobody with it', async () => {
  const client = await connectTo({ namespace: 'default', connection: { address, apiKey: 'canary', tls: false } });
  await away();
  const call = client.workflowService.getSystemInfo({}).catch((error: unknown) => error);
  await client.connection.close();
  const error = await call;
  expect(error).toMatchObject({ code: 14 });
  expect(JSON.stringify((error as { metadata: { getMap(): object } }).metadata.getMap())).not.toContain('canary');
});

test('a call on a connection that is closed says that no server is there', async () => {
  const client = await connectTo({ namespace: 'default', connection: { address } });
  await client.connection.close();
  await expect(client.workflowService.getSystemInfo({})).rejects.toMatchObject({ code: 14 });
});

test('closing is safe twice, also while Temporal is away', async () => {
  const auth = await AgentAuth.connect({ address, state_dir: dir });
  await away();
  await auth.close();
  await auth.close();
});

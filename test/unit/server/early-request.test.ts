import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readServerConfig } from '../../../server/config.js';
import { runServer } from '../../../server/run-server.js';
import { freePort } from '../../../worker/free-port.js';
import { accessKeyOf } from '../client/fake-vault.js';

/** A Temporal that lets whoever connects wait: the HTTP server listens by then and is not finished. */
let temporal: Http2Server;
let asked: Promise<ServerHttp2Stream>;
const sessions: ServerHttp2Session[] = [];
let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-early-'));
  temporal = createServer();
  temporal.on('session', (session) => sessions.push(session));
  asked = new Promise((resolve) => temporal.once('stream', resolve));
  temporal.listen(0, '127.0.0.1');
  await once(temporal, 'listening');
  vi.stubEnv('TEMPORAL_ADDRESS', `127.0.0.1:${(temporal.address() as AddressInfo).port}`);
  vi.stubEnv('AGENT_AUTH_ACCESS_KEY', accessKeyOf('p'.repeat(43)));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  temporal.close();
  for (const session of sessions.splice(0)) session.destroy();
  await rm(stateDir, { recursive: true, force: true });
});

/** Answers a gRPC call with an empty message, or with a status alone. */
function answer(stream: ServerHttp2Stream, status: number): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
  stream.end(status === 0 ? Buffer.alloc(5) : undefined);
}

/** A server in the middle of its start, and a request that came to it. */
async function startWithRequest() {
  const port = await freePort(0);
  const starting = runServer({ ...readServerConfig({}), stateDir, port }, pino({ level: 'silent' }));
  starting.catch(() => undefined);
  const call = await asked;
  const request = fetch(`http://127.0.0.1:${port}/healthz`).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => 'let go' as const,
  );
  // Whoever does not wait for the end of the start has answered by then.
  await Promise.race([request, sleep(200)]);
  return { port, starting, call, request };
}

test('a request that comes while the server starts waits, and is answered', async () => {
  const { starting, call, request } = await startWithRequest();
  answer(call, 0);
  expect(await request).toEqual({ status: 200, text: '{"status":"ok"}' });
  await (await starting).stop();
});

test('a request that comes to a server whose start fails is let go, and nobody listens any more', async () => {
  const { port, starting, call, request } = await startWithRequest();
  answer(call, 7);
  await expect(starting).rejects.toMatchObject({ code: 'temporal_forbidden' });
  expect(await request).toBe('let go');
  const socket = connect(port, '127.0.0.1');
  expect(await once(socket, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
});

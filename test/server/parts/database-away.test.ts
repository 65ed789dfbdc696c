/** A worker and a server as programs of their own, on a Postgres that goes away: who asks over HTTP hears so, instead of waiting for nobody. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWNER, type PostgresServer, startPostgres } from '../../support/postgres/server.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { type Program, startProgram } from './program.js';

let root: string;
let temporal: TestTemporal;
let postgres: PostgresServer;
let programs: readonly Program[] = [];
let key: string;
let http: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agent-auth-away-'));
  [temporal, postgres] = await Promise.all([startTestTemporal(), startPostgres()]);
  const env = { TEMPORAL_ADDRESS: temporal.address, AGENT_AUTH_WORKER_PORT: '0', AGENT_AUTH_HTTP_PORT: '0' };
  const worker = await startProgram('worker', {
    ...env,
    AGENT_AUTH_STATE_DIR: join(root, 'worker'),
    AGENT_AUTH_DATABASE_URL: postgres.url(OWNER, 'postgres'),
  });
  programs = [worker];
  key = (await readFile(join(root, 'worker', 'access-key'), 'utf8')).trim();
  const own = { AGENT_AUTH_STATE_DIR: join(root, 'server'), AGENT_AUTH_ACCESS_KEY: key };
  const server = await startProgram('server', { ...env, ...own });
  programs = [server, worker];
  http = server.ready.url;
});
afterAll(async () => {
  for (const program of programs) await program.stop();
  await temporal?.stop();
  await postgres?.stop();
  await rm(root, { recursive: true, force: true });
});

async function ask(path: string, body?: object): Promise<{ readonly status: number; readonly code?: string }> {
  const response = await fetch(`${http}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, ...(code === undefined ? {} : { code }) };
}

const ready = async (): Promise<number> => (await fetch(`${http}/readyz`)).status;

async function becomesReady(status: number): Promise<void> {
  while ((await ready()) !== status) await sleep(200);
}

const make = (name: string) =>
  ask('/credentials', { name, domain: 'shop.example', values: { email: `${name}@example.com`, password: 'pw' } });

it('what is asked while the database is away is answered with its code, and everything goes on when it is back', async () => {
  expect([(await make('before')).status, (await ask('/agents/auth')).status]).toEqual([201, 200]);
  await postgres.stop();
  // Not `worker_unavailable`, which is what somebody hears who has waited in vain.
  const away = { status: 503, code: 'vault_unavailable' };
  expect(await Promise.all([ask('/credentials'), ask('/agents/auth'), make('meanwhile')])).toEqual([away, away, away]);
  await becomesReady(503);
  await postgres.start();
  await becomesReady(200);
  expect((await make('after')).status).toBe(201);
  const names = (await (
    await fetch(`${http}/credentials`, { headers: { authorization: `Bearer ${key}` } })
  ).json()) as { name: string }[];
  expect(names.map(({ name }) => name).sort()).toEqual(['after', 'before']);
});

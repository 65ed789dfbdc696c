/** What PgBouncer in transaction pooling does to a worker. The tests of the vault and of stacks run behind it too. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../activities/vault/store/postgres/open-postgres.js';
import { makeEmptyDatabase, makeTemplates, type TestDatabase } from '../support/postgres/databases.js';
import { type PgBouncer, SERVER_CONNECTIONS } from '../support/postgres/pgbouncer.js';
import { OWNER, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { opened, refusal, start } from '../vault/postgres/support.js';
import { createCaller, makeStateDir } from '../vault/support/vault.js';

let server: PostgresServer;
let pgBouncer: PgBouncer;
beforeAll(async () => {
  server = await startPostgres();
  pgBouncer = server.pgBouncer!;
  await makeTemplates(server);
});
afterAll(() => server.stop());

const emptyDatabase = (): Promise<TestDatabase> => makeEmptyDatabase(server.url(OWNER, 'postgres'));

async function twoWorkers() {
  const database = await emptyDatabase();
  await migrateDatabase(database.ownerUrl);
  const masterKey = { text: Buffer.alloc(32, 7).toString('base64') };
  const open = async () => opened({ stateDir: await makeStateDir(), postgres: { url: database.url, masterKey } });
  const vaults = [await open(), await open()] as const;
  const key = await vaults[0].createAccessKey({ name: 'test', scopes: ['admin'] });
  return { database, vaults, callers: vaults.map((vault) => createCaller(() => vault, key)) };
}

it('is what tests go through: twenty sessions share a few connections of the server, and keep nothing in them', async () => {
  const { url } = await emptyDatabase();
  const sessions = Array.from({ length: 20 }, () => new pg.Client({ connectionString: url }));
  await Promise.all(sessions.map((session) => session.connect()));
  const pids = new Set<number>();
  for (let round = 0; round < 5; round += 1)
    for (const { rows } of await Promise.all(sessions.map((one) => one.query('select pg_backend_pid() as pid'))))
      pids.add(rows[0].pid);
  await Promise.all(sessions.map((session) => session.end()));
  expect(pids.size).toBeGreaterThan(0);
  expect(pids.size).toBeLessThanOrEqual(SERVER_CONNECTIONS);
});

it('does not let two workers do twice what is to be done once', async () => {
  const { vaults, callers, database } = await twoWorkers();
  const made = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => callers[n % 2]!('profiles.create', { name: `p${n >> 1}` })),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(await database.query('select 1 from profiles')).toHaveLength(20);
  // Who sweeps is decided by an advisory lock of the transaction; none is left in a session.
  await Promise.all(vaults.map((vault) => vault.sweep()));
  expect(await database.query("select 1 from pg_locks where locktype = 'advisory'")).toEqual([]);
});

it('may be killed in the middle of calls: none fails, and each is done once', async () => {
  const { callers, database } = await twoWorkers();
  const calls = Array.from({ length: 30 }, async (_, n) => {
    await sleep(n * 20);
    return callers[n % 2]!('profiles.create', { name: `p${n}` });
  });
  await sleep(200);
  await pgBouncer.stop();
  await pgBouncer.start();
  await Promise.all(calls);
  expect(await database.query('select 1 from profiles')).toHaveLength(30);
});

describe('an address', () => {
  it.each([
    ['with a wrong password', 'password', { username: 'strict' }],
    ['of a role that it does not know', 'password', { username: 'nobody_known' }],
    ['of a database that is not there', 'no_such_database', { pathname: '/nowhere' }],
    ['of a role that may not log in without TLS', 'login', { username: 'tls_only' }],
  ])('%s is refused, and its password is nowhere', async (_what, reason, change) => {
    const address = new URL((await emptyDatabase()).url);
    Object.assign(address, { password: 'canary-geheim-4711', ...change });
    const { all, ...said } = await refusal(await start(address.href));
    expect(said).toMatchObject({ code: 'database_forbidden', details: { reason } });
    expect(all).not.toContain('canary-geheim-4711');
  });
});

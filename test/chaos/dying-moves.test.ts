/** Migrations, the first start of a vault and copies that are cut at a statement: the next try brings them to their end. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { copyVault, openVault } from '../../activities/vault/index.js';
import { migrateDatabase } from '../../activities/vault/store/postgres/open-postgres.js';
import {
  makeDatabase,
  makeEmptyDatabase,
  makeTemplates,
  SERVER,
  type TestDatabase,
} from '../support/postgres/databases.js';
import { openProxy } from '../support/postgres/proxy.js';
import { OWNER, type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { stopped } from '../vault/postgres/copies.js';
import { createCaller, makeStateDir } from '../vault/support/vault.js';

/** Statements, and none where there are not so many. */
const DEATHS = [0, 2, 5, 9, 14, 22, 40, 75, 130, 200];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await makeTemplates(server);
  process.env[SERVER] = server.url(OWNER, 'postgres');
});
afterAll(() => server.stop());

/** Works until it comes to a statement; from then on nothing of it gets through. @returns whether it came there */
async function dieAt(at: number, url: string, work: (url: string) => Promise<unknown>): Promise<boolean> {
  const proxy = await openProxy(url);
  let seen = 0;
  proxy.onStatement = () => (seen++ < at ? null : 'before');
  const isDone = await work(proxy.through(url)).then(
    () => true,
    () => false,
  );
  proxy.stop();
  return !isDone;
}

const tablesOf = async (database: TestDatabase): Promise<number> =>
  (await database.query("select 1 from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")).length;

it.each(DEATHS)('a migration, at statement %i', async (at) => {
  const whole = await tablesOf(await makeDatabase());
  const database = await makeEmptyDatabase();
  await dieAt(at, database.ownerUrl, migrateDatabase);
  expect([0, whole]).toContain(await tablesOf(database));
  await migrateDatabase(database.ownerUrl);
  expect(await tablesOf(database)).toBe(whole);
  expect(await migrateDatabase(database.ownerUrl)).toEqual([]);
});

it.each(DEATHS)('the first start of a vault, at statement %i', async (at) => {
  const database = await makeDatabase();
  const stateDir = await makeStateDir();
  const start = async (url: string) => (await openVault({ stateDir, postgres: { url } })).close();
  await dieAt(at, database.url, start);
  const vault = await openVault({ stateDir, postgres: { url: database.url } });
  onTestFinished(() => vault.close());
  const key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  expect(await createCaller(() => vault, key)('agents.list', {})).toMatchObject({ items: [] });
  expect(await database.query('select 1 from access_keys')).toHaveLength(1);
});

it.each(DEATHS)('a copy, at statement %i', async (at) => {
  const t = await stopped();
  const database = await makeDatabase();
  const copy = (url: string) => copyVault({ stateDir: t.stateDir, postgres: { url } });
  await dieAt(at, database.url, copy);
  await copy(database.url);
  const masterKey = { file: join(t.stateDir, 'master-key') };
  const vault = await openVault({ stateDir: await makeStateDir(), postgres: { url: database.url, masterKey } });
  onTestFinished(() => vault.close());
  const { items } = await createCaller(() => vault, t.accessKey)('credentials.list', {});
  expect(items).toMatchObject([{ name: 'shop' }]);
});

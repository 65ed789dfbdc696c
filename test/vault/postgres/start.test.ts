/** Starts of workers: the first one of a vault, several at once, and those that are refused. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../../activities/vault/store/postgres/open-postgres.js';
import type { AgentAuthError } from '../../../contract/index.js';
import {
  makeDatabase,
  makeEmptyDatabase,
  makeOwnDatabase,
  type TestDatabase,
} from '../../support/postgres/databases.js';
import { begin, codeOf, createCaller, grant, makeStateDir } from '../support/vault.js';
import { opened, openWorkers, refusal, start } from './support.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER = Buffer.alloc(32, 9).toString('base64');

const filesOf = (stateDir: string): Promise<string[]> => readdir(stateDir).catch(() => []);

describe('the first start', { timeout: 120_000 }, () => {
  it('of several at once makes one vault, and one first access key', async () => {
    const { ownerUrl } = await makeEmptyDatabase();
    const starts = await Promise.all(Array.from({ length: 4 }, () => start(ownerUrl, { masterKey: { text: KEY } })));
    const vaults = await Promise.all(starts.map((options) => opened(options)));
    const keys = (await Promise.all(starts.map(({ stateDir }) => filesOf(stateDir)))).map((files) =>
      files.includes('access-key'),
    );
    expect(keys.filter(Boolean)).toHaveLength(1);
    const accessKey = (await readFile(join(starts[keys.indexOf(true)]!.stateDir, 'access-key'), 'utf8')).trim();
    for (const vault of vaults)
      expect(await createCaller(() => vault, accessKey)('agents.list', {})).toMatchObject({ items: [] });
  });

  it('of several without a master key makes one, and refuses the others', async () => {
    const { url } = await makeDatabase();
    const starts = await Promise.all(Array.from({ length: 4 }, () => start(url)));
    const said = await Promise.all(
      starts.map((options) =>
        opened(options).then(
          () => 'opened',
          (error: AgentAuthError) => error.code,
        ),
      ),
    );
    expect(said.sort()).toEqual(['master_key_mismatch', 'master_key_mismatch', 'master_key_mismatch', 'opened']);
    // Who was refused has written nothing.
    const files = (await Promise.all(starts.map(({ stateDir }) => filesOf(stateDir)))).flat();
    expect(files.sort()).toEqual(['access-key', 'master-key']);
  });
});

describe('a master key', () => {
  it.each([
    ['is missing', {}, 'missing'],
    ['is another one', { masterKey: { text: OTHER } }, 'another_key'],
    ['is garbled', { masterKey: { text: 'garbled' } }, 'unreadable'],
  ])('that %s is refused, and nothing is written', async (_what, more, reason) => {
    const t = await openWorkers();
    const before = await t.database.query('select * from data_keys order by id');
    const options = await start(t.database.url, more);
    expect(await refusal(options)).toMatchObject({ code: 'master_key_mismatch', details: { reason } });
    expect(await filesOf(options.stateDir)).toEqual([]);
    expect(await t.database.query('select * from data_keys order by id')).toEqual(before);
  });

  it('with the name of the right one that is another one is refused', async () => {
    const t = await openWorkers();
    const forged = `${t.masterKey.split('.')[0]}.${Buffer.alloc(32, 1).toString('base64url')}`;
    expect(await refusal(await start(t.database.url, { masterKey: { text: forged } }))).toMatchObject({
      code: 'master_key_mismatch',
    });
  });

  it('is exchanged step by step, while workers that know both work', async () => {
    const t = await openWorkers();
    await t.admin('credentials.create', { name: 'mine', domain: 'shop.example', values: { password: 'pw' } });
    const withKeys = async (...keys: string[]) =>
      opened(await start(t.database.url, { masterKey: { text: keys.join('\n') } }));
    const behind = await withKeys(t.masterKey, OTHER);
    const front = await withKeys(OTHER, t.masterKey);
    const key = await behind.createAccessKey({ name: 'k', scopes: ['admin'] });
    for (const vault of [behind, front]) await createCaller(() => vault, key)('credentials.list', {});
    await createCaller(() => behind, key)('credentials.update', { id_or_name: 'mine', values: { email: 'a@b' } });
    await withKeys(OTHER, t.masterKey);
    const alone = await withKeys(OTHER);
    expect(await createCaller(() => alone, key)('credentials.list', {})).toMatchObject({ items: [{ name: 'mine' }] });
    expect(await codeOf(alone.rotateMasterKey())).toBe('invalid_input');
  });

  it('that a worker was not given loses nothing there: others go on, and it ends', async () => {
    const t = await openWorkers();
    await t.admin('credentials.create', { name: 'mine', domain: 'shop.example', values: { password: 'pw' } });
    const { id } = await grant(t.admin, 'shop.example', { credential_name: 'mine' });
    const login = await begin(t.one, id);
    const given = await login.give('password', 'given');
    const text = `${OTHER}\n${t.masterKey}`;
    const front = await opened({ ...(await start(t.database.url, { masterKey: { text } })), clock: () => t.clock.now });
    const before = await t.database.query('select * from data_keys order by id');
    // What it can't open is not refused for good: a workflow asks again, and comes to another worker.
    expect(await codeOf(t.one.openGiven({ ...login.ref, ...given }))).toBe('vault_unavailable');
    expect(await codeOf(t.admin('credentials.update', { id_or_name: 'mine', values: { password: 'half' } }))).toBe(
      'vault_unavailable',
    );
    expect(await t.database.query('select * from data_keys order by id')).toEqual(before);
    expect(await front.openGiven({ ...login.ref, ...given })).toBe('given');
    expect(await front.openStored(id, 'password')).toBe('pw');
    expect(await codeOf(t.one.sweep())).toBe('master_key_mismatch');
    await front.sweep();
  });

  it('may be a file that is there already', async () => {
    const { url } = await makeDatabase();
    const file = `${await makeStateDir()}-key`;
    await writeFile(file, `${KEY}\n`);
    const options = await start(url, { masterKey: { file } });
    await opened(options);
    expect(await readFile(file, 'utf8')).toBe(`${KEY}\n`);
    expect(await filesOf(options.stateDir)).toEqual(['access-key']);
  });
});

describe('tables', { timeout: 120_000 }, () => {
  const latest = async ({ query }: TestDatabase) => (await query('select name from kysely_migration')).length;

  it('are made by one of several that migrate at once', async () => {
    const database = await makeEmptyDatabase();
    const made = await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(database.ownerUrl)));
    const all = await latest(database);
    expect(made.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 0, 0, all]);
    expect(await migrateDatabase(database.ownerUrl)).toEqual([]);
  });

  it('order text by its bytes and hold integers of 64 bits, whatever the database does by itself', async () => {
    const { query } = await makeDatabase();
    const columns = await query(
      "select distinct data_type as type, collation_name as collation from information_schema.columns where table_schema = 'public' and table_name <> 'kysely_migration'",
    );
    expect(columns.map(({ type, collation }) => `${type} ${collation}`).sort()).toEqual(['bigint null', 'text C']);
  });

  it('that are behind are refused where they may not be changed', async () => {
    const database = await makeEmptyDatabase();
    expect(await refusal(await start(database.ownerUrl, { migrate: false }))).toMatchObject({
      code: 'database_not_migrated',
    });
    expect(await database.query("select 1 from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
    await database.query(
      'create table kysely_migration (name text, timestamp text)',
      "insert into kysely_migration values ('0001-first', '')",
    );
    expect(await refusal(await start(database.adminUrl, { migrate: false }))).toMatchObject({
      code: 'database_not_migrated',
    });
  });

  it.each([
    ['that are there and not noted', ["delete from kysely_migration where name > '0010'"]],
    ['that are noted and not there', ["delete from kysely_migration where name > '0044'", 'drop table agents cascade']],
  ])('%s are refused as not those of the vault', async (_what, statements) => {
    const database = await makeOwnDatabase();
    await database.query(...statements);
    expect(await refusal(await start(database.ownerUrl))).toMatchObject({
      code: 'database_invalid',
      details: { reason: 'tables_differ' },
    });
  });

  it('of which somebody has dropped one are refused by its name, at the start and by `migrate`', async () => {
    const database = await makeOwnDatabase();
    await database.query('drop table site_slots');
    const details = { reason: 'tables_differ', tables: ['site_slots'] };
    for (const url of [database.url, database.ownerUrl])
      expect(await refusal(await start(url))).toMatchObject({ code: 'database_invalid', details });
    await expect(migrateDatabase(database.ownerUrl)).rejects.toMatchObject({ code: 'database_invalid', details });
  });

  it.each([
    ['of a later version', ["insert into kysely_migration values ('9999-later', '')"], 'made_by_another_version'],
    [
      'of something else with migrations of its own',
      ["update kysely_migration set name = 'other' where name = '0001-first'"],
      'not_a_vault',
    ],
    ['of something else', ['drop table kysely_migration'], 'not_a_vault'],
  ])('%s are refused before anything is written', async (_what, statements, reason) => {
    const database = await makeOwnDatabase();
    await database.query(...statements);
    const before = await database.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1",
    );
    expect(await refusal(await start(database.ownerUrl))).toMatchObject({
      code: 'database_invalid',
      details: { reason },
    });
    expect(await codeOf(migrateDatabase(database.ownerUrl))).toBe('database_invalid');
    expect(
      await database.query("select relname from pg_class where relnamespace = 'public'::regnamespace order by 1"),
    ).toEqual(before);
  });
});

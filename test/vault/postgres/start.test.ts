/** Starts of workers: the first one of a vault, several at once, and those that are refused. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectShared, openVault } from '../../../activities/vault/index.js';
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

  it.each([
    ['table is gone', 'drop table site_slots', { tables: ['site_slots'] }],
    [
      'table would be empty after a crash of the server',
      'alter table site_slots set unlogged',
      { tables: ['site_slots'] },
    ],
    [
      'table is a view of one',
      'alter table site_slots rename to renamed; create view site_slots as select * from renamed; grant all on site_slots to vault_worker',
      { tables: ['site_slots'] },
    ],
    ['column is gone', 'alter table agents drop column login_url', { columns: ['agents.login_url'] }],
    [
      'column has another name',
      'alter table agents rename column login_url to address',
      { columns: ['agents.login_url'] },
    ],
    [
      'column is of another type',
      'alter table events alter column at type integer using 0, alter column data type jsonb using null',
      { columns: ['events.at', 'events.data'] },
    ],
    [
      'column has its text in another order',
      'alter table agents alter column id type text collate "default"',
      { columns: ['agents.id'] },
    ],
    [
      'column needs a value',
      'alter table agents alter column login_url set not null',
      { columns: ['agents.login_url'] },
    ],
    [
      'column has lost its default',
      'alter table invocations alter column automatic drop default',
      { columns: ['invocations.automatic'] },
    ],
    [
      'column was added that needs a value',
      'alter table site_slots add column mine text not null',
      { columns: ['site_slots.mine'] },
    ],
    [
      'key is gone',
      'alter table deliveries drop constraint deliveries_primary; drop index events_position',
      { keys: ['deliveries (position,webhook_id)', 'events (position)'] },
    ],
  ])('of which a %s are refused by its name, at the start and by `migrate`', async (_what, statements, what) => {
    const database = await makeOwnDatabase();
    await database.query(statements);
    const details = { reason: 'tables_differ', advice: expect.any(String), ...what };
    expect(await refusal(await start(database.url, { migrate: false }))).toMatchObject({
      code: 'database_invalid',
      details,
    });
    await expect(migrateDatabase(database.ownerUrl)).rejects.toMatchObject({ code: 'database_invalid', details });
    await expect(inspectShared(database.url)).rejects.toMatchObject({ code: 'database_invalid', details });
    expect(await database.query('select 1 from vault_secrets')).toEqual([]);
  });

  it('to which a later version, or an operator, has added what rows may do without are used', async () => {
    const database = await makeOwnDatabase();
    await database.query(
      'alter table agents add column more text',
      'alter table agents add column counted bigint not null default 0, add column made timestamptz not null default now()',
      'alter table agents add column number bigint generated always as identity',
      'create table later (id text primary key, more text not null)',
      'create index agents_more on agents (more)',
      'alter table agents alter column status drop not null',
    );
    const vault = await opened(await start(database.url));
    const key = await vault.createAccessKey({ name: 'test', scopes: ['admin'] });
    await grant(
      createCaller(() => vault, key),
      'shop.example',
    );
    expect(await database.query('select counted from agents')).toEqual([{ counted: '0' }]);
    expect(await migrateDatabase(database.ownerUrl)).toEqual([]);
  });

  it('of which rows are hidden from the role are refused: they would seem to be gone', async () => {
    const database = await makeOwnDatabase();
    const options = await start(database.url);
    await (await openVault(options)).close();
    await database.query('alter table refused_values enable row level security');
    expect(await refusal(options)).toMatchObject({
      code: 'database_forbidden',
      details: { reason: 'row_security', tables: ['refused_values'] },
    });
    // Not from the owner.
    await opened({ ...options, postgres: { url: database.ownerUrl } });
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

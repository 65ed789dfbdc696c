import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, type MigrationProvider, Migrator, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../../activities/vault/store/migrations/index.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import { makeStateDir } from '../support/vault.js';

async function open() {
  const folder = await makeStateDir();
  await mkdir(folder);
  const db = await openDatabase(join(folder, 'vault.db'));
  onTestFinished(() => db.destroy());
  return db;
}

const tablesOf = async (db: Awaited<ReturnType<typeof open>>): Promise<string[]> =>
  (await db.introspection.getTables()).map(({ name }) => name);

it('a migration that fails half-way leaves nothing behind, and can be made again', async () => {
  const db = await open();
  let broken = true;
  const provider: MigrationProvider = {
    getMigrations: async () => ({
      ...(await migrations.getMigrations()),
      '9999-next': {
        async up(trx: Kysely<unknown>) {
          await trx.schema.createTable('next').addColumn('id', 'text').execute();
          if (broken) throw new Error('half-way');
        },
      },
    }),
  };
  const migrate = () => new Migrator({ db, provider }).migrateToLatest();
  expect((await migrate()).error).toBeInstanceOf(Error);
  expect(await tablesOf(db)).not.toContain('next');
  broken = false;
  expect((await migrate()).error).toBeUndefined();
  expect(await tablesOf(db)).toContain('next');
});

it('a connection overwrites what it deletes, and writes to disk before it answers', async () => {
  const db = await open();
  const settingOf = async (name: string): Promise<unknown> =>
    Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(db)).rows[0]!)[0];
  const settings = async () => [
    await settingOf('secure_delete'),
    await settingOf('synchronous'),
    await settingOf('journal_mode'),
  ];
  expect(await settings()).toEqual([1, 2, 'wal']);
  // A statement that fails brings a fresh connection.
  await expect(sql`insert into nowhere values (1)`.execute(db)).rejects.toMatchObject({ code: 'vault_unavailable' });
  expect(await settings()).toEqual([1, 2, 'wal']);
});

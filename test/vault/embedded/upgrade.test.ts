import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../../activities/vault/store/migrations/index.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import { makeStateDir } from '../support/vault.js';

/** A vault of the version before, in which agents alone remembered the name to save under, and no run was recorded. */
const AGENT = {
  domain: 'example.com',
  allowed_domains: '[]',
  status: 'NEEDS_AUTH',
  profile_name: 'p',
  created_at: 1,
  updated_at: 1,
};
const LOGIN = { type: 'login', domain: 'example.com', profile_name: 'p', status: 'SUCCESS', started_at: 1 };

const insert = (db: Kysely<never>, table: string, row: Readonly<Record<string, string | number | null>>) => {
  const names = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  return sql`insert into ${sql.table(table)} (${names}) values (${sql.join(Object.values(row))})`.execute(db);
};

it('a name that logins saved under before moves into the grant; where there is none, the workflow is asked', async () => {
  const folder = await makeStateDir();
  await mkdir(folder);
  const current = await openDatabase(join(folder, 'vault.db'));
  onTestFinished(() => current.destroy());
  const db = current as unknown as Kysely<never>;
  // Back to where the version before left it.
  for (const table of await db.introspection.getTables()) await sql`drop table ${sql.table(table.name)}`.execute(db);
  await sql`drop table if exists kysely_migration`.execute(db);
  await sql`drop table if exists kysely_migration_lock`.execute(db);
  const migrator = new Migrator({ db, provider: migrations });
  expect((await migrator.migrateTo('0005-links')).error).toBeUndefined();
  for (const id of ['saved', 'unsaved']) await insert(db, 'agents', { ...AGENT, id });
  const saved = { ...LOGIN, agent_id: 'saved' };
  await insert(db, 'invocations', { ...saved, id: 'inv_1', saved_as: 'old', ended_at: 2 });
  await insert(db, 'invocations', { ...saved, id: 'inv_2', saved_as: 'new', ended_at: 3 });
  await insert(db, 'invocations', { ...saved, id: 'inv_3', saved_as: null, ended_at: 4 });
  await insert(db, 'invocations', { ...LOGIN, id: 'inv_4', agent_id: 'unsaved', status: 'IN_PROGRESS' });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();

  const agents = await current
    .selectFrom('agents')
    .select(['id', 'save_credential_as', 'name_from_workflow'])
    .orderBy('id')
    .execute();
  expect(agents).toEqual([
    { id: 'saved', save_credential_as: 'new', name_from_workflow: 0 },
    { id: 'unsaved', save_credential_as: null, name_from_workflow: 1 },
  ]);
  const open = await current.selectFrom('invocations').select('id').where('name_from_workflow', '=', 1).execute();
  expect(open).toEqual([{ id: 'inv_4' }]);
});

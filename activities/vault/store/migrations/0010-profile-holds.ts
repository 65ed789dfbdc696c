import type { Kysely } from 'kysely';

/** Who uses which part of a profile now; what version a login stands on; when versions were written. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('profile_holds')
    .addColumn('profile_name', 'text', (c) => c.notNull())
    .addColumn('item', 'text', (c) => c.notNull())
    .addColumn('holder', 'text')
    .addColumn('opening', 'text')
    .addColumn('held_until', 'bigint', (c) => c.notNull())
    .addColumn('wanted_until', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('profile_holds_pk', ['profile_name', 'item'])
    .execute();
  await schema.createIndex('profile_holds_opening').on('profile_holds').column('opening').execute();
  await schema.createIndex('profile_holds_holder').on('profile_holds').column('holder').execute();

  await schema.alterTable('checkpoints').addColumn('base_version', 'integer').execute();
  await schema.alterTable('profile_versions').addColumn('written_at', 'bigint').execute();
}

import type { Kysely } from 'kysely';

/** What operators have switched off, and by what a version of a profile was written; null: before this. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('pauses')
    .addColumn('subject', 'text', (c) => c.primaryKey())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('paused_by', 'text', (c) => c.notNull())
    .addColumn('paused_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.alterTable('profile_versions').addColumn('written_by', 'text').execute();
}

import type { Kysely } from 'kysely';

/** Which page asked each question of a login, so that what a person gives stays at its site; under which names it was not saved. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('questions')
    .addColumn('invocation_id', 'text', (c) => c.notNull())
    .addColumn('question', 'integer', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('provider', 'text')
    .addPrimaryKeyConstraint('questions_pk', ['invocation_id', 'question'])
    .execute();
  await db.schema.alterTable('invocations').addColumn('not_saved', 'text').execute();
}

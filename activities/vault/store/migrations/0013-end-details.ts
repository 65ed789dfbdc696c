import type { Kysely } from 'kysely';

/** More about how a login ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('invocations').addColumn('end_details', 'text').execute();
}

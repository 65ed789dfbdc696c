import type { Kysely } from 'kysely';

/** Since when a login waits for a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('invocations').addColumn('waits_since', 'bigint').execute();
}

import type { Kysely } from 'kysely';

/** Whether the vault was copied to another database, or from one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('copies')
    .addColumn('side', 'text', (c) => c.primaryKey())
    .addColumn('copy_id', 'text', (c) => c.notNull())
    .addColumn('vault', 'text', (c) => c.notNull())
    .addColumn('begun_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
}

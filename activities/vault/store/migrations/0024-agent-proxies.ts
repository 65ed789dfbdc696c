import type { Kysely } from 'kysely';

/** The proxy of an agent. `sealed` holds all of it: `server` stands beside it to be shown, and counts for nothing else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('agent_proxies')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('server', 'text', (c) => c.notNull())
    .addColumn('has_credentials', 'integer', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .execute();
}

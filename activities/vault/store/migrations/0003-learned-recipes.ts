import type { Kysely } from 'kysely';

/** What logins learned about their sites. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('learned_recipes')
    .addColumn('agent_id', 'text', (c) => c.primaryKey())
    .addColumn('format', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('recipe', 'text', (c) => c.notNull())
    .addColumn('learned_at', 'bigint', (c) => c.notNull())
    .execute();
}

import type { Kysely } from 'kysely';

/** Connections to vaults that people already have, what they list, and which item an agent takes. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('providers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('priority', 'bigint', (c) => c.notNull())
    .addColumn('cache_ttl_seconds', 'bigint', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('auto', 'integer', (c) => c.notNull())
    .addColumn('vaults', 'text')
    .addColumn('domains', 'text')
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('trouble', 'text')
    .addColumn('limited_until', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('provider_lists')
    .addColumn('provider_id', 'text', (c) => c.primaryKey())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('listed_at', 'bigint', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('agent_items')
    .addColumn('agent_id', 'text', (c) => c.primaryKey())
    .addColumn('provider_id', 'text', (c) => c.notNull())
    .addColumn('path', 'text')
    .addColumn('vault_id', 'text')
    .addColumn('item_id', 'text')
    .addColumn('chosen_at', 'bigint')
    .execute();
}

import type { Kysely } from 'kysely';

/** What an agent's item is called and which version of it was read, who read which item, and who lists a provider. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  const items = () => schema.alterTable('agent_items');
  await items().addColumn('use', 'text').execute();
  await items().addColumn('instead', 'text').execute();
  await items().addColumn('label', 'text').execute();
  await items()
    .addColumn('label_version', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
  await items().addColumn('read_version', 'text').execute();
  await items().addColumn('refused_version', 'text').execute();
  await items().addColumn('noticed_version', 'text').execute();
  await items()
    .addColumn('renews', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('providers').addColumn('listing_until', 'bigint').execute();
  await schema
    .createTable('item_reads')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('provider_id', 'text', (c) => c.notNull())
    .addColumn('provider_name', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('invocation_id', 'text', (c) => c.notNull())
    .addColumn('vault_id', 'text', (c) => c.notNull())
    .addColumn('item_id', 'text', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('use', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('item_reads_at').on('item_reads').column('at').execute();
  await schema.createIndex('item_reads_invocation').on('item_reads').column('invocation_id').execute();
}

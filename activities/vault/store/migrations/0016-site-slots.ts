import type { Kysely } from 'kysely';

/** Which logins have a page on a site now, and which wait for their turn. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('site_slots')
    .addColumn('invocation_id', 'text', (c) => c.primaryKey())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('opening', 'text')
    .addColumn('is_watched', 'integer', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('lasts_until', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('site_slots_site').on('site_slots').column('site').execute();
  await schema.createIndex('site_slots_opening').on('site_slots').column('opening').execute();
}

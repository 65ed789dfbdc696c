import type { Kysely } from 'kysely';

/** With which access key a link was made, or for which webhook, and a lease taken: they end with it. Null for those from before. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('invocation_links').addColumn('made_by', 'text').execute();
  await schema.alterTable('session_leases').addColumn('made_by', 'text').execute();
}

import type { Kysely } from 'kysely';

/** Links to logins that holders of an access key made, by the hashes of their codes. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('invocation_links')
    .addColumn('invocation_id', 'text', (c) => c.notNull())
    .addColumn('link_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('invocation_links_pk', ['invocation_id', 'link_hash'])
    .execute();
}

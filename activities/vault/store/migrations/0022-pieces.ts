import type { Kysely } from 'kysely';

/** Parts of requests and replies that are too large for one call. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('pieces')
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('pieces_pk', ['owner', 'id', 'at'])
    .execute();
  await schema.createIndex('pieces_created_at').on('pieces').column('created_at').execute();
}

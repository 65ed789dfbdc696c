import type { Kysely } from 'kysely';

/** What the vault keeps for a login apart from the values of its credential: what people gave to it and was typed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('login_records')
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('login_records_pk', ['owner_id', 'name'])
    .execute();
}

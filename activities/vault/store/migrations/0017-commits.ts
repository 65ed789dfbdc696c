import type { Kysely } from 'kysely';

/** On Postgres each transaction that writes leaves its mark, by which it is known to have been committed. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('commits')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
}

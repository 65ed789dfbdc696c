import type { Kysely } from 'kysely';

/** How logins went, step by step. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('trace')
    .addColumn('invocation_id', 'text', (c) => c.notNull())
    .addColumn('first', 'integer', (c) => c.notNull())
    .addColumn('entries', 'integer', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('written_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('trace_pk', ['invocation_id', 'first'])
    .execute();
  await schema.createIndex('trace_written_at').on('trace').column('written_at').execute();
}

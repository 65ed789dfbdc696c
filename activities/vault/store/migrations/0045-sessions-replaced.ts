import type { Kysely } from 'kysely';

/** How often something else was put in the place of an agent's session by hand, so that a login that runs begins anew with it. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('agents')
    .addColumn('sessions_replaced', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

import type { Kysely } from 'kysely';

/** Agents that have yet to hear of a change. How often a login began anew is counted on its record. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('agent_changes')
    .addColumn('agent_id', 'text', (c) => c.primaryKey())
    .addColumn('change', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .alterTable('invocations')
    .addColumn('begun_again', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

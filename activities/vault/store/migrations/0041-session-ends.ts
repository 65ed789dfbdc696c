import type { Kysely } from 'kysely';

/** When an agent's last session ended, and why. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('session_ends')
    .addColumn('agent_id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .execute();
}

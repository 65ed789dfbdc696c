import type { Kysely } from 'kysely';

/** Hosts of other owners that the scripts of an agent's site may send secrets to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('agents')
    .addColumn('send_to', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute();
}

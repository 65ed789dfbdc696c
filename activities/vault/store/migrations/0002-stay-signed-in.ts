import type { Kysely } from 'kysely';

/** Whether the logins of an agent ask a site to stay signed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('agents')
    .addColumn('stay_signed_in', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
}

import type { Kysely } from 'kysely';

/** How often a provider has answered again, so that logins that could not ask it know; and when it was last asked for their sake. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('providers')
    .addColumn('recoveries', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('providers').addColumn('tried_at', 'bigint').execute();
}

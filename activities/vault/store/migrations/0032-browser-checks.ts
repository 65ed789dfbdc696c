import type { Kysely } from 'kysely';

/** What looked at a session: a request, or a browser. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('session_checks').addColumn('looked_by', 'text').execute();
}

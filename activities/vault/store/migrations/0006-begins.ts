import { type Kysely, sql } from 'kysely';

/**
 * What a login was begun with, and that its session was saved: until now workflows said so. Of what is there already, the vault knows the name
 * that an agent's logins last saved under. Where it knows none it asks the workflow, once (`name_from_workflow`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  // One column at a time: SQLite takes no more.
  await schema.alterTable('agents').addColumn('save_credential_as', 'text').execute();
  await schema
    .alterTable('agents')
    .addColumn('name_from_workflow', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('invocations').addColumn('run_id', 'text').execute();
  await schema.alterTable('invocations').addColumn('save_credential_as', 'text').execute();
  await schema
    .alterTable('invocations')
    .addColumn('name_from_workflow', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('invocations').addColumn('saved_at', 'bigint').execute();
  await schema.alterTable('invocations').addColumn('session_expires_at', 'bigint').execute();
  await schema.alterTable('invocations').addColumn('post_login_url', 'text').execute();

  await sql`update invocations set name_from_workflow = 1 where ended_at is null`.execute(db);
  await sql`
    update agents set save_credential_as = (
      select saved_as from invocations
      where invocations.agent_id = agents.id and saved_as is not null
      order by ended_at desc, id limit 1
    )`.execute(db);
  await sql`update agents set name_from_workflow = 1 where save_credential_as is null`.execute(db);
}

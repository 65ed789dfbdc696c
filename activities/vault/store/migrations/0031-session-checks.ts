import type { Kysely } from 'kysely';

/** What tells an agent's session from none, when it is looked at, and how often its agent wants that. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('session_probes')
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('sealed', 'text')
    .addColumn('unavailable', 'text')
    .addColumn('learned_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('session_probes_key', ['agent_id', 'site'])
    .execute();
  await schema
    .createTable('session_checks')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('lease', 'text')
    .addColumn('leased_until', 'bigint', (c) => c.notNull())
    .addColumn('inconclusive', 'integer', (c) => c.notNull())
    .addColumn('checked_at', 'bigint')
    .addColumn('answer', 'text')
    .addColumn('why', 'text')
    .addColumn('seen_at', 'bigint')
    .execute();
  await schema
    .alterTable('agents')
    .addColumn('health_checks', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  await schema
    .alterTable('agents')
    .addColumn('health_check_interval', 'integer', (c) => c.notNull().defaultTo(3600))
    .execute();
  await schema.createIndex('session_checks_next').on('session_checks').column('next_at').execute();
}

import type { Kysely } from 'kysely';

/** Sites that agents leave alone, accounts whose sites asked to wait, resets with their reasons, and which logins nobody asked for. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('site_circuits')
    .addColumn('site', 'text', (c) => c.primaryKey().notNull())
    .addColumn('pauses', 'integer', (c) => c.notNull())
    .addColumn('opened_at', 'bigint')
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('trial', 'text')
    .addColumn('trial_until', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint', (c) => c.notNull())
    .addColumn('spread', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('site_troubles')
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('site_troubles_key', ['site', 'account'])
    .execute();
  await schema
    .createTable('circuit_waiters')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('circuit_waiters_site').on('circuit_waiters').column('site').execute();
  await schema
    .createTable('account_waits')
    .addColumn('account', 'text', (c) => c.primaryKey().notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('invocation_id', 'text')
    .execute();
  await schema
    .createTable('agent_resets')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('reset_by', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('why', 'text')
    .addColumn('until', 'text')
    .execute();
  await schema.createIndex('agent_resets_agent').on('agent_resets').columns(['agent_id', 'at']).execute();
  await schema
    .alterTable('invocations')
    .addColumn('automatic', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

import type { Kysely } from 'kysely';

/** How long the sessions of agents live, who uses one now, and what their agents want of it. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('session_lives')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('history', 'text', (c) => c.notNull())
    .addColumn('needed', 'text')
    .addColumn('next_at', 'bigint')
    .addColumn('tried_at', 'bigint')
    .addColumn('wanted', 'text')
    .execute();
  await schema.createIndex('session_lives_next').on('session_lives').column('next_at').execute();
  await schema
    .createTable('session_leases')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('profile_id', 'text', (c) => c.notNull())
    .addColumn('site', 'text')
    .addColumn('lasts_until', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .alterTable('agents')
    .addColumn('auto_reauth', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  await schema
    .alterTable('agents')
    .addColumn('keep_alive', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

import type { Kysely } from 'kysely';

/** What submissions came to, by account; which account is in use; how long sessions last. Names and values as fingerprints only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  await schema
    .createTable('accounts')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .addColumn('holder', 'text')
    .addColumn('held_until', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('account_owners')
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('account_owners_pk', ['owner', 'site'])
    .execute();

  await schema
    .createTable('login_names')
    .addColumn('invocation_id', 'text', (c) => c.primaryKey())
    .addColumn('identifier', 'text')
    .addColumn('question', 'integer', (c) => c.notNull())
    .addColumn('answers', 'integer', (c) => c.notNull())
    .execute();

  await schema
    .createTable('submissions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('invocation_id', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('came_to', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint')
    .addColumn('answers', 'integer', (c) => c.notNull())
    .addColumn('attended', 'integer', (c) => c.notNull())
    .addColumn('closed', 'integer', (c) => c.notNull())
    .addColumn('totp', 'text')
    .addColumn('code_field', 'text')
    .addColumn('code', 'text')
    .execute();
  await schema.createIndex('submissions_account').on('submissions').columns(['account', 'at']).execute();
  await schema.createIndex('submissions_invocation').on('submissions').column('invocation_id').execute();
  await schema.createIndex('submissions_agent').on('submissions').column('agent_id').execute();
  await schema.createIndex('submissions_totp').on('submissions').columns(['totp', 'at']).execute();

  await schema
    .createTable('submission_values')
    .addColumn('submission_id', 'text', (c) => c.notNull())
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('fingerprint', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('submission_values_pk', ['submission_id', 'field'])
    .execute();

  await schema
    .alterTable('refused_values')
    .addColumn('lasting', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();

  await schema
    .createTable('session_pace')
    .addColumn('agent_id', 'text', (c) => c.primaryKey())
    .addColumn('proved_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('short_ones', 'integer', (c) => c.notNull())
    .execute();
}

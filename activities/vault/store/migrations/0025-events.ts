import type { Kysely } from 'kysely';

/** What happened, to be read and to be sent. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('events')
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('position', 'bigint')
    .addColumn('id', 'text')
    .addPrimaryKeyConstraint('events_primary', ['owner_id', 'sequence'])
    .execute();
  await schema.createIndex('events_position').on('events').column('position').unique().execute();
  await schema.createIndex('events_at').on('events').column('at').execute();
  await schema
    .createTable('event_sequences')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('last', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('webhooks')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('previous_secret', 'text')
    .addColumn('previous_until', 'bigint')
    .addColumn('types', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('deliveries')
    .addColumn('webhook_id', 'text', (c) => c.notNull())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .addColumn('event_id', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('is_next', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('lease', 'text')
    .addColumn('leased_until', 'bigint', (c) => c.notNull())
    .addColumn('last_attempt_at', 'bigint')
    .addColumn('last_status', 'integer')
    .addColumn('last_failure', 'text')
    .addPrimaryKeyConstraint('deliveries_primary', ['webhook_id', 'position'])
    .execute();
  await schema.createIndex('deliveries_next').on('deliveries').columns(['webhook_id', 'is_next', 'next_at']).execute();
  await schema
    .createIndex('deliveries_line')
    .on('deliveries')
    .columns(['webhook_id', 'state', 'owner_id', 'position'])
    .execute();
  await schema.alterTable('invocations').addColumn('told_need', 'text').execute();
}

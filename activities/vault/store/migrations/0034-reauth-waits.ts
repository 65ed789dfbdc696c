import type { Kysely } from 'kysely';

/** What agents wait for from people, how long they do, and links that live as long. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('reauth_waits')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('waits_for', 'text', (c) => c.notNull())
    .addColumn('missing', 'text', (c) => c.notNull())
    .addColumn('invocation_id', 'text')
    .addColumn('until', 'bigint')
    .addColumn('reminded', 'integer', (c) => c.notNull())
    .addColumn('link_asked_at', 'bigint')
    .addColumn('unanswered', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('brought', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .alterTable('agents')
    .addColumn('reauth_wait_seconds', 'integer', (c) => c.notNull().defaultTo(604_800))
    .execute();
  const columns = [
    ['lasting', 'integer'],
    ['revoked', 'integer'],
  ] as const;
  for (const [name, type] of columns) {
    await schema
      .alterTable('invocation_links')
      .addColumn(name, type, (c) => c.notNull().defaultTo(0))
      .execute();
  }
  await schema.alterTable('invocation_links').addColumn('browser', 'text').execute();
}

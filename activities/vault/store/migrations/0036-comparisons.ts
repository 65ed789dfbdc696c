import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';

interface Before {
  agents: { id: string; status: string; health_check_interval: number };
  session_checks: { agent_id: string; next_at: number; leased_until: number; inconclusive: number };
}

/** Of an agent, the same each time: from 0 up to 1. */
const partOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;

/** Sessions from before there were checks are looked at within an interval, not all in the minute of the upgrade. */
async function spreadFirstChecks(db: Kysely<Before>): Promise<void> {
  const now = Date.now();
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'health_check_interval'])
    .where('status', '=', 'AUTHENTICATED')
    .execute();
  for (const { id, health_check_interval } of agents)
    await db
      .insertInto('session_checks')
      .values({
        agent_id: id,
        next_at: Math.round(now + health_check_interval * 1000 * partOf(id)),
        leased_until: 0,
        inconclusive: 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** How far the vault has been compared with Temporal, which agents were deleted, and whose logins were lost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('comparisons')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('pace', 'text', (c) => c.notNull())
    .addColumn('after', 'text', (c) => c.notNull())
    .addColumn('lease', 'text')
    .addColumn('leased_until', 'bigint', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('listed_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('deleted_agents')
    .addColumn('agent_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('deleted_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.alterTable('agent_changes').addColumn('lost', 'text').execute();
  await spreadFirstChecks(db as Kysely<Before>);
}

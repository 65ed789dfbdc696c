/** A site whose sessions end as soon as they have begun is not logged in to again and again: each time it takes longer. See pacing.ts. */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { mistaken, over, type Pace, proved, waitsUntil } from './pacing.js';
import type { Stop } from './rules.js';

const paceOf = (db: Db, agentId: string) =>
  db.selectFrom('session_pace').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

async function writePace(db: Db, agent_id: string, pace: Pace): Promise<void> {
  const { proved_at, ended_at, short_ones } = pace;
  const row = { proved_at, ended_at, short_ones };
  await db
    .insertInto('session_pace')
    .values({ agent_id, ...row })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
    .execute();
}

/**
 * A login of the agent has ended in a proven session.
 * @param typed whether a secret was submitted for it; else it is the session that was there before
 */
export async function noteProof(ctx: VaultContext, db: Db, agentId: string, typed: boolean): Promise<void> {
  const before = await paceOf(db, agentId);
  if (typed) await writePace(db, agentId, proved(before, ctx.clock()));
  else if (before !== undefined) await writePace(db, agentId, mistaken(before));
}

/** The session of the agent is said to be over. */
export async function noteEnd(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  const before = await paceOf(db, agentId);
  if (before?.ended_at === null) await writePace(db, agentId, over(before, ctx.clock()));
}

/** How long agents wait before they log in again by themselves, by their ids; those that need not are not in it. */
export async function paceStops(
  ctx: VaultContext,
  db: Db,
  agentIds: readonly string[],
): Promise<ReadonlyMap<string, Stop>> {
  const rows = await db.selectFrom('session_pace').selectAll().where('agent_id', 'in', agentIds).execute();
  const stops = rows.map((row): [string, Stop] => [row.agent_id, { why: 'short_sessions', until: waitsUntil(row) }]);
  return new Map(stops.filter(([, { until }]) => (until ?? 0) > ctx.clock()));
}

export async function forgetPace(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_pace').where('agent_id', '=', agentId).execute();
}

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

/** How long the agent waits before it logs in again by itself; null where it need not. */
export async function paceStop(ctx: VaultContext, db: Db, agentId: string): Promise<Stop | null> {
  const pace = await paceOf(db, agentId);
  const until = pace === undefined ? 0 : waitsUntil(pace);
  return until > ctx.clock() ? { why: 'short_sessions', until } : null;
}

/** Agents whose last session was a short one: they may have to wait. */
export async function agentsToWait(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('session_pace')
    .select('agent_id')
    .where('ended_at', 'is not', null)
    .where('short_ones', '>=', 1)
    .execute();
  return new Set(rows.map(({ agent_id }) => agent_id));
}

export async function forgetPace(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_pace').where('agent_id', '=', agentId).execute();
}

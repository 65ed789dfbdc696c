/** A site whose sessions end as soon as they have begun is not logged in to again and again: each time it takes longer. */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { Stop } from './rules.js';

const MINUTE = 60_000;
/** A session that ended sooner than this was a short one. */
const SHORT = 5 * MINUTE;
/** Between two logins after the second short session in a row; it doubles with each further one. The first can happen to anybody. */
const FLOOR = 2 * MINUTE;
const HIGHEST = 4 * 60 * MINUTE;

const paceOf = (db: Db, agentId: string) =>
  db.selectFrom('session_pace').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

const floorAfter = (shortOnes: number): number => (shortOnes < 2 ? 0 : Math.min(FLOOR * 2 ** (shortOnes - 2), HIGHEST));

/**
 * A login of the agent has ended in a proven session.
 * @param typed whether a secret was submitted for it; else it is the session that was there before
 */
export async function noteProof(ctx: VaultContext, db: Db, agentId: string, typed: boolean): Promise<void> {
  const before = await paceOf(db, agentId);
  if (!typed) {
    // Whoever said that it was over was wrong.
    if (before?.ended_at == null) return;
    const short_ones = Math.max(0, before.short_ones - 1);
    await db.updateTable('session_pace').set({ ended_at: null, short_ones }).where('agent_id', '=', agentId).execute();
    return;
  }
  const fresh = { proved_at: ctx.clock(), ended_at: null };
  await db
    .insertInto('session_pace')
    .values({ agent_id: agentId, short_ones: 0, ...fresh })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(fresh))
    .execute();
}

/** The session of the agent is said to be over; said again, it ended the first time. */
export async function noteEnd(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  const pace = await paceOf(db, agentId);
  if (pace === undefined || pace.ended_at !== null) return;
  const ended_at = ctx.clock();
  const short_ones = ended_at - pace.proved_at < SHORT ? pace.short_ones + 1 : 0;
  await db.updateTable('session_pace').set({ ended_at, short_ones }).where('agent_id', '=', agentId).execute();
}

/** How long the agent waits before it logs in again; null where it need not. */
export async function paceStop(ctx: VaultContext, db: Db, agentId: string): Promise<Stop | null> {
  const pace = await paceOf(db, agentId);
  if (pace === undefined || pace.ended_at === null) return null;
  const until = pace.proved_at + floorAfter(pace.short_ones);
  return until > ctx.clock() ? { why: 'short_sessions', until } : null;
}

/** Agents whose last session was a short one: they may have to wait. */
export async function agentsToWait(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('session_pace')
    .select('agent_id')
    .where('ended_at', 'is not', null)
    .where('short_ones', '>=', 2)
    .execute();
  return new Set(rows.map(({ agent_id }) => agent_id));
}

export async function forgetPace(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_pace').where('agent_id', '=', agentId).execute();
}

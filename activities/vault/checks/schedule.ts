/** When sessions are looked at. */
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { checkIntervalOf } from '../lifetimes/visits.js';
import { pausesOf } from '../pauses/pauses.js';
import type { Milliseconds } from '../store/columns.js';
import { lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';

/** So many by one worker at once; more wait for its next round. */
const AT_ONCE = 50;
/** An inconclusive look is repeated after this, then after twice as long each time. Ms. */
const AGAIN_MS = 60_000;
/** Longer than a look takes. Its worker may die meanwhile. Ms. */
export const LEASED_MS = 40_000;
/** Three of them, after which a browser looks, fit into an interval: 1 + 2 + 4 parts of these. */
const PARTS = 8;

/** Not all at the same moment: one tenth earlier or later. */
const jittered = (ms: number): number => ms * (0.9 + Math.random() * 0.2);

export function nextCheck(now: Milliseconds, intervalSeconds: number, inconclusive: number): Milliseconds {
  const interval = intervalSeconds * 1000;
  const again = Math.min(AGAIN_MS, interval / PARTS) * 2 ** (inconclusive - 1);
  const wait = inconclusive === 0 ? interval : Math.min(again, interval);
  return Math.round(now + jittered(wait));
}

/** A session was proven: what was seen before says nothing any more. @param intervalSeconds until the first look */
export async function beginChecks(ctx: VaultContext, db: Db, agentId: string, intervalSeconds: number): Promise<void> {
  const now = ctx.clock();
  const row = {
    next_at: nextCheck(now, intervalSeconds, 0),
    lease: null,
    leased_until: 0,
    inconclusive: 0,
    checked_at: null,
    answer: null,
    why: null,
    looked_by: null,
    seen_at: now,
  };
  await db
    .insertInto('session_checks')
    .values({ agent_id: agentId, ...row })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
    .execute();
}

/** Its agent wants another interval. */
export async function reschedule(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  const latest = nextCheck(ctx.clock(), await checkIntervalOf(ctx, db, await findAgent(db, agentId)), 0);
  await db
    .updateTable('session_checks')
    .set({ next_at: latest })
    .where('agent_id', '=', agentId)
    .where('next_at', '>', latest)
    .execute();
}

/** See `CheckVault.dueChecks`. */
export const dueChecks = (ctx: VaultContext): Promise<string[]> =>
  inTransaction(ctx.db, async (db) => {
    const now = ctx.clock();
    const due = await db
      .selectFrom('session_checks')
      .innerJoin('agents', 'agents.id', 'session_checks.agent_id')
      .innerJoin('session_probes', 'session_probes.agent_id', 'agents.id')
      .select(['agents.id', 'agents.domain'])
      .distinct()
      .select('session_checks.next_at')
      .where('agents.status', '=', 'AUTHENTICATED')
      .where('session_probes.unavailable', 'is', null)
      .where((eb) => eb.or([eb('agents.health_checks', '=', 1), eb('agents.keep_alive', '=', 1)]))
      .where('session_checks.next_at', '<=', now)
      .where((eb) => lapsed(eb, 'session_checks.leased_until', now, LEASED_MS))
      .orderBy('session_checks.next_at')
      .limit(AT_ONCE)
      .execute();
    const paused = await pausesOf(db, due);
    return due.filter(({ id }) => !paused.has(id)).map(({ id }) => id);
  });

export async function forgetChecks(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_checks').where('agent_id', '=', agentId).execute();
}

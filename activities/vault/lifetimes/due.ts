/** Sessions whose end is near, or that are to be visited: their agents are told. */
import type { HeardChange } from '../../../contract/steps.js';
import { reauthOf } from '../agents/reauth.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { leasedUntil } from '../leases/leases.js';
import { standingOf } from '../ledger/standing.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findLife, historyOf, renewalOf, visitOf } from './lives.js';
import type { Wanted } from './tables.js';

/** So many by one worker at once; more wait for its next round. */
const AT_ONCE = 50;
/** Where nothing can be done for a session now, it is asked again after this. Ms. */
const LATER_MS = 5 * 60_000;
/** An agent that has not begun by then does not any more. Ms. */
const FRESH_MS = 10 * 60_000;

/** What there is to be done for an agent's session now; null: nothing that it could do by itself, or that would not disturb its user. */
async function wantedFor(ctx: VaultContext, db: Db, agentId: string): Promise<Wanted | null> {
  const [agent, row] = [
    await db.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst(),
    await findLife(db, agentId),
  ];
  if (agent === undefined || row === undefined || agent.status !== 'AUTHENTICATED' || agent.auto_reauth === 0)
    return null;
  // A login in progress makes a new session as it is.
  const running = db
    .selectFrom('invocations')
    .select('id')
    .where('agent_id', '=', agentId)
    .where('ended_at', 'is', null);
  if ((await running.executeTakeFirst()) !== undefined) return null;
  if ((await leasedUntil(ctx, db, agent)) !== null) return null;
  if (!(await reauthOf(ctx, db, agent)).can_reauth || (await standingOf(ctx, db, agent)) !== null) return null;
  const [now, history] = [ctx.clock(), historyOf(row.history)];
  const isDue = (at: number | null): boolean => at !== null && at <= now;
  if (isDue(renewalOf(agent, history, row.tried_at))) return 'renewal';
  return isDue(await visitOf(db, agent, history)) ? 'visit' : null;
}

/** See `CheckVault.wantDue`. */
export async function wantDue(ctx: VaultContext): Promise<number> {
  const due = await inTransaction(ctx.db, (db) =>
    db
      .selectFrom('session_lives')
      .innerJoin('agents', 'agents.id', 'session_lives.agent_id')
      .select(['agent_id', 'next_at'])
      .where('agents.status', '=', 'AUTHENTICATED')
      .where('next_at', '<=', ctx.clock())
      .orderBy('next_at')
      .limit(AT_ONCE)
      .execute(),
  );
  let wanted = 0;
  for (const { agent_id, next_at } of due) if (await want(ctx, agent_id, next_at)) wanted += 1;
  return wanted;
}

/** @param next_at as it was read: another worker may have been first */
const want = (ctx: VaultContext, agentId: string, next_at: number | null): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    const now = ctx.clock();
    const what = await wantedFor(ctx, db, agentId);
    const { numUpdatedRows } = await db
      .updateTable('session_lives')
      .set({ next_at: now + LATER_MS, ...(what === null ? {} : { wanted: what, tried_at: now }) })
      .where('agent_id', '=', agentId)
      .where('next_at', '=', next_at)
      .executeTakeFirst();
    if (what === null || numUpdatedRows === 0n) return false;
    await markAgents(ctx, db, [agentId]);
    return true;
  });

/** What an agent hears of it. */
export const heardOfDue = (ctx: VaultContext, agentId: string): Promise<Pick<HeardChange, 'is_due'>> =>
  inTransaction(ctx.db, async (db) => {
    const row = await findLife(db, agentId);
    const isFresh = row !== undefined && row.tried_at !== null && row.tried_at > ctx.clock() - FRESH_MS;
    return row?.wanted != null && isFresh ? { is_due: true } : {};
  });

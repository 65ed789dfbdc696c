import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { lookFor, restBefore } from './end.js';
import type { History } from './history.js';
import { findLife, historyOf } from './lives.js';

type Agent = Pick<AgentsTable, 'id' | 'health_check_interval' | 'keep_alive'>;

/** See `checkIntervalOf`. */
export function intervalAfter(
  ctx: VaultContext,
  { health_check_interval: interval, keep_alive }: Agent,
  history: History,
): number {
  const rest = keep_alive === 0 ? null : restBefore(history);
  return Math.min(interval, lookFor(history, ctx.clock()) / 1000, rest === null ? interval : rest / 1000);
}

/**
 * How long an agent's session is not looked at from now on. A look is a visit: where the session is to be kept alive, it comes sooner than the site would end
 * it. Where an end seems to be near it comes sooner, too. Seconds.
 */
export const checkIntervalOf = async (ctx: VaultContext, db: Db, agent: Agent): Promise<number> =>
  intervalAfter(ctx, agent, historyOf((await findLife(db, agent.id))?.history));

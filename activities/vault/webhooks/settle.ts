import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { DeliveryToSend, SendResult } from '../types.js';
import { moveUp } from './line.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Waits after the tries; the last one is repeated. */
const RETRY_AFTER_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
] as const;
/** An event that is older is not tried again. What waited behind it has one try. */
const GIVE_UP_AFTER_MS = 5 * 24 * HOUR_MS;

/** By chance a fifth more or less, so that not all come at once when a receiver is there again. */
const waitAfter = (attempts: number): number =>
  RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1]! * (0.8 + 0.4 * Math.random());

/**
 * Records the result of a try. If its lease is over, only its arrival counts: another worker has it by then.
 * @returns the state that it is in now; null where it is gone or another's
 */
export function settleDelivery(
  ctx: VaultContext,
  { webhook_id, position, lease }: Pick<DeliveryToSend, 'webhook_id' | 'position' | 'lease'>,
  { status, failure }: SendResult,
): Promise<'pending' | 'delivered' | 'failed' | null> {
  return inTransaction(ctx.db, async (db) => {
    const row = await db
      .selectFrom('deliveries')
      .select(['state', 'lease', 'attempts', 'at', 'owner_id'])
      .where('webhook_id', '=', webhook_id)
      .where('position', '=', position)
      .executeTakeFirst();
    if (row?.state !== 'pending' || (row.lease !== lease && failure !== null)) return null;
    const now = ctx.clock();
    const attempts = row.attempts + 1;
    const state = failure === null ? 'delivered' : now - row.at >= GIVE_UP_AFTER_MS ? 'failed' : 'pending';
    const next_at = Math.round(now + waitAfter(attempts));
    const tried = { last_attempt_at: now, last_status: status, last_failure: failure };
    await db
      .updateTable('deliveries')
      .set({ state, attempts, next_at, lease: null, leased_until: 0, ...tried, is_next: state === 'pending' ? 1 : 0 })
      .where('webhook_id', '=', webhook_id)
      .where('position', '=', position)
      .execute();
    if (state !== 'pending') await moveUp(db, webhook_id, row.owner_id);
    return state;
  });
}

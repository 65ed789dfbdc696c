import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { sweepLines } from '../webhooks/line.js';

/** Longer than any webhook is tried, and than most readers are away. */
const KEPT_FOR_MS = 30 * 24 * 3_600_000;

export async function sweepEvents(ctx: VaultContext, db: Db): Promise<void> {
  const until = ctx.clock() - KEPT_FOR_MS;
  await db.deleteFrom('events').where('at', '<=', until).execute();
  await sweepLines(db, until);
}

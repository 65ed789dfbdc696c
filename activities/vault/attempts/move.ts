import type { Db } from '../store/transaction.js';
import type { AttemptState } from '../types.js';

/** Compare-and-set. @returns whether the attempt was in `from` and is in `to` now */
export async function moveAttempt(db: Db, id: string, from: AttemptState, to: AttemptState): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

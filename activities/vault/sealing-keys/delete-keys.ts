import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/** Deletes sealing keys with their data keys. Empty the log after the transaction. */
export async function deleteSealingKeys(ctx: VaultContext, db: Db, kids: readonly string[]): Promise<void> {
  for (const kid of kids) {
    await db.deleteFrom('sealing_keys').where('kid', '=', kid).execute();
    await ctx.records.forget(db, { table: 'sealing_keys', id: kid });
  }
}

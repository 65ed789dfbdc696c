/** Which logins wait for a person, as far as the pages show it: for counting, nothing is decided by it. */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/** The page of a login asks for something. Where that is stored, it is typed at once. */
export async function waits(ctx: VaultContext, db: Db, invocationId: string): Promise<void> {
  await db
    .updateTable('invocations')
    .set({ waits_since: ctx.clock() })
    .where('id', '=', invocationId)
    .where('waits_since', 'is', null)
    .execute();
}

/** The login goes on. */
export async function goesOn(db: Db, invocationId: string): Promise<void> {
  await db.updateTable('invocations').set({ waits_since: null }).where('id', '=', invocationId).execute();
}

import { BEGIN_AGAIN } from '../../../contract/agent/reauth-wait.js';
import type { VaultActivities } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { deleteCheckpoint } from '../invocations/checkpoint.js';
import { mayChooseIn } from '../invocations/entitlement.js';
import { findRunning } from '../invocations/find.js';
import { inTransaction } from '../store/transaction.js';

/**
 * A login that waited without a page goes on, from its beginning: where it stood half-way, the site has forgotten by now, or would go on without asking
 * anew. See `VaultActivities.wakeLogin`.
 */
export function wakeLogin(
  ctx: VaultContext,
  { by, ...ref }: Parameters<VaultActivities['wakeLogin']>[0],
): Promise<{ readonly entitled: boolean }> {
  return inTransaction(ctx.db, async (db) => {
    const { id } = await findRunning(db, ref);
    const choice = { sign_in_option: BEGIN_AGAIN };
    if (by !== null && !(await mayChooseIn(ctx, db, { ...ref, ...by, choice }))) return { entitled: false };
    await db.updateTable('invocations').set({ begun_again: 0 }).where('id', '=', id).execute();
    await deleteCheckpoint(ctx, db, id);
    return { entitled: true };
  });
}

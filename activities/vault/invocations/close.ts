import type { CloseInvocation } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { settleEnd } from '../ledger/settle.js';
import { deleteSealingKeys } from '../sealing-keys/delete-keys.js';
import { truncateLog } from '../store/open-database.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { deleteCheckpoint } from './checkpoint.js';
import { findInvocation } from './find.js';
import { saveGiven } from './save-given.js';

async function deleteKeys(ctx: VaultContext, db: Db, invocationId: string): Promise<void> {
  const keys = await db.selectFrom('sealing_keys').select('kid').where('subject', '=', invocationId).execute();
  await deleteSealingKeys(
    ctx,
    db,
    keys.map(({ kid }) => kid),
  );
}

/** Saves what is to be saved, deletes the key, writes the end. A repeat changes nothing and answers the same. */
async function end(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<string | null> {
  const invocation = await findInvocation(db, input.invocation_id);
  // Nothing was begun for it, so there is nothing to end.
  if (invocation === undefined || invocation.agent_id !== input.auth_agent_id) return null;
  if (invocation.ended_at !== null) return invocation.saved_as;

  const saved_as = input.status === 'SUCCESS' ? await saveGiven(ctx, db, input) : null;
  await deleteKeys(ctx, db, input.invocation_id);
  await deleteCheckpoint(ctx, db, input.invocation_id);
  await db
    .updateTable('attempts')
    .set({ state: 'revoked' })
    .where('invocation_id', '=', input.invocation_id)
    .where('state', '=', 'prepared')
    .execute();
  await settleEnd(db, input.invocation_id, input.error_code);
  await db
    .updateTable('invocations')
    .set({ status: input.status, error_code: input.error_code, saved_as, ended_at: ctx.clock() })
    .where('id', '=', input.invocation_id)
    .execute();
  return saved_as;
}

/** Ends an invocation. What people gave to it can't be opened any more, by anyone. */
export async function closeInvocation(
  ctx: VaultContext,
  input: CloseInvocation,
): Promise<{ readonly credential_name: string | null }> {
  const credential_name = await inTransaction(ctx.db, (db) => end(ctx, db, input));
  await truncateLog(ctx.db);
  return { credential_name };
}

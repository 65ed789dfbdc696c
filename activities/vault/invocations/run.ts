import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { findInvocation } from './find.js';

/** See `WorkflowVault.runOf`. */
export const runOf = (ctx: VaultContext, invocationId: string): Promise<string | null | undefined> =>
  inTransaction(ctx.db, async (db) => (await findInvocation(db, invocationId))?.run_id);

/** See `WorkflowVault.adoptRun`. */
export const adoptRun = (ctx: VaultContext, invocationId: string, runId: string): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await db
      .updateTable('invocations')
      .set({ run_id: runId })
      .where('id', '=', invocationId)
      .where('run_id', 'is', null)
      .execute();
  });

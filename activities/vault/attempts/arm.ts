import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import { moveAttempt } from './move.js';

/** From here on something may have been typed. See `LoginVault.armAttempt`. */
export const armAttempt = (ctx: VaultContext, attemptId: string): Promise<boolean> =>
  inTransaction(ctx.db, (db) => moveAttempt(db, attemptId, 'prepared', 'armed'));

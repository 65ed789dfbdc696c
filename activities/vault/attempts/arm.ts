import type { VaultContext } from '../lib/context.js';
import { inTransaction } from '../lib/database/transaction.js';
import { moveAttempt } from './lib/move.js';

/** From here on something may have been typed. See `LoginVault.armAttempt`. */
export const armAttempt = (ctx: VaultContext, attemptId: string): Promise<boolean> =>
  inTransaction(ctx.db, (db) => moveAttempt(db, attemptId, 'prepared', 'armed'));

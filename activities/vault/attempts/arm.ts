import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { AttemptRef } from '../types.js';
import { checkOwner } from './check-owner.js';
import { moveAttempt } from './move.js';

/** From here on something may have been typed. See `LoginVault.armAttempt`. */
export const armAttempt = (ctx: VaultContext, attempt: AttemptRef): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    await checkOwner(db, attempt);
    return moveAttempt(db, attempt.attempt_id, 'prepared', 'armed');
  });

import type { VaultContext } from '../context.js';
import { dropClearance } from '../ledger/clear.js';
import { armSubmission } from '../ledger/settle.js';
import { inTransaction } from '../store/transaction.js';
import type { AttemptRef } from '../types.js';
import { checkOwner } from './check-owner.js';
import { moveAttempt } from './move.js';

/** From here on something may have been typed. See `LoginVault.armAttempt`. */
export const armAttempt = (ctx: VaultContext, attempt: AttemptRef): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    await checkOwner(db, attempt);
    const { attempt_id } = attempt;
    if (!(await moveAttempt(db, attempt_id, 'prepared', 'armed'))) {
      await dropClearance(db, attempt_id);
      return false;
    }
    if (await armSubmission(ctx, db, attempt_id)) return true;
    await moveAttempt(db, attempt_id, 'armed', 'revoked');
    return false;
  });

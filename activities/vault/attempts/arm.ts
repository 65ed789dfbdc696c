import type { VaultContext } from '../context.js';
import { isRunning } from '../invocations/find.js';
import { dropClearance } from '../ledger/clear.js';
import { armSubmission } from '../ledger/settle.js';
import { pauseOf } from '../pauses/pauses.js';
import { inTransaction } from '../store/transaction.js';
import type { AttemptRef } from '../types.js';
import { checkOwner } from './check-owner.js';
import { moveAttempt } from './move.js';

/** From here on something may have been typed. See `LoginVault.armAttempt`. */
export const armAttempt = (ctx: VaultContext, attempt: AttemptRef): Promise<boolean> =>
  inTransaction(ctx.db, async (db) => {
    const login = await checkOwner(db, attempt);
    const { attempt_id } = attempt;
    // Paused since it was cleared: the login asks again, and waits. Or its agent was deleted: it is over.
    const mayGoOn = (await isRunning(db, login)) && (await pauseOf(db, { ...login, id: login.agent_id })) === null;
    if (!mayGoOn) await moveAttempt(db, attempt_id, 'prepared', 'revoked');
    if (!(await moveAttempt(db, attempt_id, 'prepared', 'armed'))) {
      await dropClearance(db, attempt_id);
      return false;
    }
    if (await armSubmission(ctx, db, attempt_id)) return true;
    await moveAttempt(db, attempt_id, 'armed', 'revoked');
    return false;
  });

import type { Selectable } from 'kysely';
import { markRefused } from '../credentials/lib/values.js';
import type { VaultContext } from '../lib/context.js';
import type { AttemptValuesTable } from '../lib/database/schema.js';
import { type Db, inTransaction } from '../lib/database/transaction.js';
import type { AttemptVerdict } from '../types.js';
import { moveAttempt } from './lib/move.js';
import { rememberRefusal } from './lib/refusals.js';

/** A stored value is marked on its version; what was given is known again by its fingerprint; a code of ours is never the same again. */
async function refuse(
  ctx: VaultContext,
  db: Db,
  account: string,
  value: Selectable<AttemptValuesTable>,
): Promise<void> {
  if (value.source === 'totp') return;
  await rememberRefusal(ctx, db, account, value.fingerprint);
  if (value.key !== null && value.version !== null) await markRefused(db, account, value.key, value.version);
}

/** Writes down what an armed attempt came to. See `LoginVault.judgeAttempt`. */
export function judgeAttempt(ctx: VaultContext, attemptId: string, verdict: AttemptVerdict): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    if (!(await moveAttempt(db, attemptId, 'armed', 'judged'))) return;
    const { account } = await db
      .updateTable('attempts')
      .set({ outcome: verdict.outcome })
      .where('id', '=', attemptId)
      .returning('account')
      .executeTakeFirstOrThrow();
    if (verdict.outcome !== 'refused') return;
    const values = await db.selectFrom('attempt_values').selectAll().where('attempt_id', '=', attemptId).execute();
    for (const value of values) {
      if (verdict.refused_fields.includes(value.field)) await refuse(ctx, db, account, value);
    }
  });
}

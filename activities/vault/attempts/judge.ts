import type { Selectable } from 'kysely';
import type { VaultContext } from '../context.js';
import { markRefused } from '../credentials/values.js';
import { judgeSubmission } from '../ledger/settle.js';
import { noteRefused } from '../providers/changes.js';
import type { AttemptsTable } from '../store/schema.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AttemptRef, AttemptVerdict } from '../types.js';
import { checkOwner } from './check-owner.js';
import { moveAttempt } from './move.js';
import { rememberRefusal, typedIn } from './refusals.js';

/** Remembers refused values by their fingerprints, and marks stored ones on their version. TOTP codes are skipped: they don't repeat. */
async function refuse(
  ctx: VaultContext,
  db: Db,
  attempt: Selectable<AttemptsTable>,
  agentId: string,
  fields: readonly string[],
): Promise<void> {
  const { id, account, invocation_id } = attempt;
  const submittedWith = await typedIn(db, invocation_id, account);
  const values = await db.selectFrom('attempt_values').selectAll().where('attempt_id', '=', id).execute();
  for (const { field, source, fingerprint, key, version } of values) {
    if (source === 'totp' || !fields.includes(field)) continue;
    await rememberRefusal(ctx, db, { account, fingerprint }, submittedWith, fields);
    if (key !== null && version !== null) await markRefused(db, account, key, version);
    if (key !== null && version === null) await noteRefused(ctx, db, agentId, [key]);
  }
}

/** Records the result of an armed attempt. See `LoginVault.judgeAttempt`. */
export function judgeAttempt(ctx: VaultContext, judged: AttemptRef, verdict: AttemptVerdict): Promise<void> {
  const { attempt_id: attemptId } = judged;
  return inTransaction(ctx.db, async (db) => {
    await checkOwner(db, judged);
    if (!(await moveAttempt(db, attemptId, 'armed', 'judged'))) return;
    const attempt = await db
      .updateTable('attempts')
      .set({ outcome: verdict.outcome })
      .where('id', '=', attemptId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const refused = await judgeSubmission(ctx, db, attemptId, verdict);
    if (refused.length > 0) await refuse(ctx, db, attempt, judged.auth_agent_id, refused);
  });
}

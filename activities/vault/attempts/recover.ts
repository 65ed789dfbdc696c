import type { LoginRef, RecoveredAttempt } from '../../../contract/index.js';
import { accountOf, findAgent } from '../agents/lib/find.js';
import type { VaultContext } from '../lib/context.js';
import { type Db, inTransaction } from '../lib/database/transaction.js';
import { moveAttempt } from './lib/move.js';
import { isRefused } from './lib/refusals.js';

type Recover = LoginRef & { readonly attempt_id: string };

const findAttempt = (db: Db, id: string) =>
  db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();

/** An attempt that was never prepared must not be prepared by a straggler, either. */
async function insertRevoked(ctx: VaultContext, db: Db, input: Recover): Promise<void> {
  const { attempt_id: id, invocation_id, auth_agent_id } = input;
  const account = accountOf(await findAgent(db, auth_agent_id));
  await db
    .insertInto('attempts')
    .values({ id, invocation_id, account, state: 'revoked', outcome: null, created_at: ctx.clock() })
    .execute();
}

/**
 * Whether the same values may be submitted once more: none of them was refused, and none has been in an attempt of this invocation
 * before whose outcome nobody saw. So a value goes out at most twice without an answer.
 */
async function mayGoAgain(
  db: Db,
  attempt: { readonly id: string; readonly invocation_id: string; readonly account: string },
): Promise<boolean> {
  const values = await db.selectFrom('attempt_values').selectAll().where('attempt_id', '=', attempt.id).execute();
  for (const value of values) {
    if (await isRefused(db, attempt.account, value.fingerprint)) return false;
  }
  const unseen = await db
    .selectFrom('attempts')
    .innerJoin('attempt_values', 'attempt_values.attempt_id', 'attempts.id')
    .select(['attempt_values.field', 'attempt_values.source', 'attempt_values.fingerprint'])
    .where('attempts.invocation_id', '=', attempt.invocation_id)
    .where('attempts.id', '!=', attempt.id)
    .where('attempts.state', '=', 'armed')
    .execute();
  return !unseen.some((other) =>
    values.some(
      ({ field, source, fingerprint }) =>
        fingerprint === other.fingerprint || (source === 'totp' && other.source === 'totp' && field === other.field),
    ),
  );
}

/**
 * What is known of an attempt whose activity did not answer. What was not armed is revoked, so that a straggler types nothing.
 * @throws AgentAuthError `agent_not_found`
 */
export function recoverAttempt(ctx: VaultContext, input: Recover): Promise<RecoveredAttempt> {
  return inTransaction(ctx.db, async (db): Promise<RecoveredAttempt> => {
    const attempt = await findAttempt(db, input.attempt_id);
    if (attempt === undefined) {
      await insertRevoked(ctx, db, input);
      return { state: 'revoked' };
    }
    switch (attempt.state) {
      case 'prepared':
        await moveAttempt(db, attempt.id, 'prepared', 'revoked');
        return { state: 'revoked' };
      case 'revoked':
        return { state: 'revoked' };
      case 'judged':
        return { state: 'judged' };
      case 'armed':
        return { state: 'armed', again: await mayGoAgain(db, attempt) };
    }
  });
}

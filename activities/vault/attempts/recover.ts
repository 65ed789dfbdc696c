import type { Selectable } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import type { RecoveredAttempt } from '../../../contract/steps.js';
import { accountOf, findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { dropClearance } from '../ledger/clear.js';
import { release } from '../ledger/hold.js';
import type { AttemptsTable, AttemptValuesTable } from '../store/schema.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AttemptRef } from '../types.js';
import { checkOwner } from './check-owner.js';
import { moveAttempt } from './move.js';
import { isRefused, typedIn } from './refusals.js';

const findAttempt = (db: Db, id: string) =>
  db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();

/** Records an attempt that was never prepared as revoked, so that a late worker can't prepare it. */
async function insertRevoked(ctx: VaultContext, db: Db, input: AttemptRef): Promise<void> {
  const { attempt_id: id, invocation_id, auth_agent_id } = input;
  const account = accountOf(await findAgent(db, auth_agent_id));
  await db
    .insertInto('attempts')
    .values({ id, invocation_id, account, state: 'revoked', outcome: null, created_at: ctx.clock() })
    .execute();
}

/** Key by which two attempts are the same submission. One-time codes count only where there is nothing else: each is different. */
const identitiesOf = (values: readonly Pick<AttemptValuesTable, 'source' | 'fingerprint'>[]): string[] => {
  const lasting = values.filter(({ source }) => source !== 'totp').map(({ fingerprint }) => fingerprint);
  return lasting.length === 0 ? ['code'] : lasting;
};

const valuesOf = (db: Db, attemptId: string) =>
  db.selectFrom('attempt_values').selectAll().where('attempt_id', '=', attemptId).execute();

/**
 * Whether the same values may be submitted once more: none of them was refused, and none has been in an attempt of this invocation
 * before whose outcome nobody saw. So a value goes out at most twice without an answer.
 */
async function mayGoAgain(ctx: VaultContext, db: Db, attempt: Selectable<AttemptsTable>): Promise<boolean> {
  const values = await valuesOf(db, attempt.id);
  const submittedWith = await typedIn(db, attempt.invocation_id, attempt.account);
  for (const { fingerprint } of values) {
    if (await isRefused(ctx, db, attempt.account, fingerprint, submittedWith)) return false;
  }
  const identities = identitiesOf(values);
  const unseen = await db
    .selectFrom('attempts')
    .select('id')
    .where('invocation_id', '=', attempt.invocation_id)
    .where('id', '!=', attempt.id)
    .where('state', '=', 'armed')
    .execute();
  for (const { id } of unseen) {
    if (identitiesOf(await valuesOf(db, id)).some((identity) => identities.includes(identity))) return false;
  }
  return true;
}

/**
 * What is known of an attempt whose activity did not answer. What was not armed is revoked, so that a straggler types nothing.
 * @throws AgentAuthError `agent_not_found`, `invocation_not_found`, `invocation_ended`
 */
export function recoverAttempt(ctx: VaultContext, input: AttemptRef): Promise<RecoveredAttempt> {
  return inTransaction(ctx.db, async (db): Promise<RecoveredAttempt> => {
    const { ended_at } = await checkOwner(db, input);
    if (ended_at !== null) throw new AgentAuthError('invocation_ended');
    const attempt = await findAttempt(db, input.attempt_id);
    if (attempt === undefined) {
      await insertRevoked(ctx, db, input);
      return { state: 'revoked' };
    }
    switch (attempt.state) {
      case 'prepared':
        await moveAttempt(db, attempt.id, 'prepared', 'revoked');
        await dropClearance(db, attempt.id);
        return { state: 'revoked' };
      case 'revoked':
        return { state: 'revoked' };
      case 'judged':
        return { state: 'judged' };
      case 'armed':
        // It counts as lost from now on, and others need not wait for it.
        await release(db, attempt.id);
        return { state: 'armed', again: await mayGoAgain(ctx, db, attempt) };
    }
  });
}

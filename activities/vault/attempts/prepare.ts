import { accountOf, findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { valueVersion } from '../credentials/values.js';
import { keepTyped } from '../invocations/known-to.js';
import { goesOn } from '../invocations/waits.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AttemptSecret } from '../submission.js';
import type { AttemptState, PrepareAttempt } from '../types.js';
import { checkOwner } from './check-owner.js';
import { refusalFingerprint } from './refusals.js';

async function writeValues(
  ctx: VaultContext,
  db: Db,
  attemptId: string,
  { account, agentId }: { readonly account: string; readonly agentId: string },
  secrets: readonly AttemptSecret[],
): Promise<void> {
  const ofItem = ctx.connections.held(agentId)?.values ?? {};
  await db.deleteFrom('attempt_values').where('attempt_id', '=', attemptId).execute();
  for (const { field, value, from, key } of secrets) {
    const stored = from === 'stored' && key !== undefined;
    await db
      .insertInto('attempt_values')
      .values({
        attempt_id: attemptId,
        field,
        source: from,
        key: stored ? key : null,
        // A value from a provider's item is not a version of what is stored under that name.
        version: stored && !Object.hasOwn(ofItem, key) ? await valueVersion(db, account, key) : null,
        fingerprint: refusalFingerprint(ctx, account, field, value),
      })
      .execute();
  }
}

/** Writes an attempt down before anything is typed. See `LoginVault.prepareAttempt`. */
export function prepareAttempt(ctx: VaultContext, attempt: PrepareAttempt): Promise<AttemptState> {
  return inTransaction(ctx.db, async (db) => {
    const invocation = await checkOwner(db, attempt);
    const known = await db
      .selectFrom('attempts')
      .select('state')
      .where('id', '=', attempt.attempt_id)
      .executeTakeFirst();
    if (known !== undefined && known.state !== 'prepared') return known.state;
    await goesOn(ctx, db, invocation);

    const account = accountOf(await findAgent(db, attempt.auth_agent_id));
    // Nothing is typed for a login that has ended.
    const state = invocation.ended_at === null ? 'prepared' : 'revoked';
    if (known === undefined) {
      const { attempt_id: id, invocation_id } = attempt;
      await db
        .insertInto('attempts')
        .values({ id, invocation_id, account, state, outcome: null, created_at: ctx.clock() })
        .execute();
    }
    await writeValues(ctx, db, attempt.attempt_id, { account, agentId: attempt.auth_agent_id }, attempt.secrets);
    if (state === 'prepared') await keepTyped(ctx, db, attempt, attempt.secrets);
    return state;
  });
}

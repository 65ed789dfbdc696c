import type { Selectable } from 'kysely';
import type { LoginRef } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import { checkOwner } from '../attempts/check-owner.js';
import { aboutToType, isRefused, refusalFingerprint } from '../attempts/refusals.js';
import type { VaultContext } from '../context.js';
import { findLogin } from '../invocations/find.js';
import { noteNames } from '../invocations/login-account.js';
import { goesOn } from '../invocations/waits.js';
import { isPausedAt, PAUSED_ASKS_AGAIN_MS } from '../pauses/pauses.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AttemptRef, Clearance, Submission } from '../types.js';
import { type Account, accountOfSubmission, answersIn, keysOf, moveCounts, noteChoiceIn } from './account.js';
import { areCodesStopped, codesOfAgent } from './codes.js';
import { keptFromAccount } from './held-back.js';
import { holdAccounts, release } from './hold.js';
import { type Stop, stopOf } from './rules.js';
import {
  closeOn,
  deleteSubmission,
  fieldsSubmitted,
  newToEach,
  openOn,
  secretsOf,
  submittedIn,
  writeSubmission,
} from './submissions.js';

/** What a site asks to wait for is waited for on the page, if it is no longer than this. Ms. */
const WAITED_FOR_MS = 60_000;

/** Fields whose values the site refused for this account before, whoever typed them. */
async function refusedFields(
  ctx: VaultContext,
  db: Db,
  account: Account,
  { invocation_id }: AttemptRef,
  submission: Submission,
): Promise<string[]> {
  const secrets = secretsOf(submission);
  const values = Object.fromEntries(secrets.map(({ field, value }) => [field, value]));
  const refused = new Set<string>();
  const elsewhere = await fieldsSubmitted(db, keysOf(account));
  for (const key of keysOf(account)) {
    const together = new Map([...(await submittedIn(db, invocation_id, key)), ...aboutToType(ctx, key, values)]);
    for (const { field, value, from } of secrets) {
      // A person knows what they answer; what is stored is the same whatever the page calls it.
      for (const one of from === 'stored' ? new Set([field, ...elsewhere]) : [field]) {
        const fingerprint = refusalFingerprint(ctx, key, one, value);
        if (await isRefused(ctx, db, key, fingerprint, together, from)) refused.add(field);
      }
    }
  }
  return [...refused];
}

/** Whether a value is among the secrets that was never submitted for the account. */
async function isNew(ctx: VaultContext, db: Db, account: Account, submission: Submission): Promise<boolean> {
  const isNewTo = await newToEach(ctx, db, [account.key]);
  return secretsOf(submission).some(
    ({ field, value }) => !submission.codes.includes(field) && isNewTo(account, field, value),
  );
}

/** Whether a person has answered or chosen in this login since it last submitted a secret. */
async function isAnswered(db: Db, { invocation_id }: AttemptRef): Promise<boolean> {
  const rows = await db
    .selectFrom('submissions')
    .select('answers')
    .where('invocation_id', '=', invocation_id)
    .where('came_to', '!=', 'cleared')
    .execute();
  return (await answersIn(db, invocation_id)) > Math.max(0, ...rows.map(({ answers }) => answers));
}

/** Why the account takes no more submissions. A new value or a person's answer closes such a stop. */
async function stopFor(
  ctx: VaultContext,
  db: Db,
  account: Account,
  attempt: AttemptRef,
  submission: Submission,
): Promise<Stop | null> {
  const stop = stopOf(await openOn(db, account.key), attempt.invocation_id, ctx.clock(), ctx.ceilings);
  if (stop === null) return null;
  if (!(await isAnswered(db, attempt)) && !(await isNew(ctx, db, account, submission))) return stop;
  await closeOn(db, [account.key]);
  return null;
}

async function decide(
  ctx: VaultContext,
  db: Db,
  agent: Selectable<AgentsTable>,
  attempt: AttemptRef,
  submission: Submission,
): Promise<Clearance> {
  if (await isPausedAt(db, agent, submission.address))
    return { kind: 'wait', until: ctx.clock() + PAUSED_ASKS_AGAIN_MS };
  const account = await accountOfSubmission(ctx, db, agent, attempt, submission);
  if (secretsOf(submission).length === 0 && submission.totp_field === null) return { kind: 'clear' };
  const until = await holdAccounts(ctx, db, keysOf(account), attempt.attempt_id);
  if (until !== null) return { kind: 'wait', until };
  await moveCounts(db, account);
  const fields = await refusedFields(ctx, db, account, attempt, submission);
  if (fields.length > 0) return { kind: 'refused', fields };
  const totp = submission.totp_field === null ? null : await codesOfAgent(ctx, db, agent);
  if (await areCodesStopped(db, totp)) return { kind: 'stopped', stop: { why: 'codes_refused', until: null } };
  const kept = await keptFromAccount(
    ctx,
    db,
    await findLogin(db, attempt),
    agent,
    keysOf(account),
    await isAnswered(db, attempt),
  );
  if (kept?.until != null && kept.until - ctx.clock() <= WAITED_FOR_MS) return { kind: 'wait', until: kept.until };
  const stop = kept ?? (await stopFor(ctx, db, account, attempt, submission));
  if (stop !== null) return { kind: 'stopped', stop: { why: stop.why, until: toTextOrNull(stop.until) } };
  await writeSubmission(ctx, db, attempt, account, submission, totp);
  return { kind: 'clear' };
}

/** Asks the ledger whether an attempt may be armed. See `LoginVault.clearAttempt`. */
export function clearAttempt(ctx: VaultContext, attempt: AttemptRef, submission: Submission): Promise<Clearance> {
  return inTransaction(ctx.db, async (db) => {
    await checkOwner(db, attempt);
    const clearance = await decide(ctx, db, await findAgent(db, attempt.auth_agent_id), attempt, submission);
    if (clearance.kind === 'clear') await noteNames(ctx, db, attempt, submission);
    else await release(db, attempt.attempt_id);
    return clearance;
  });
}

/** See `LoginVault.releaseAttempt`. */
export function releaseAttempt(ctx: VaultContext, attempt: AttemptRef): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    await checkOwner(db, attempt);
    // Its row stays, so that whoever arms it without asking again finds that its hold is over.
    if (await isCleared(db, attempt.attempt_id)) await release(db, attempt.attempt_id);
  });
}

/** Whether an attempt was cleared and not armed since, or has nothing to be cleared. */
async function isCleared(db: Db, attemptId: string): Promise<boolean> {
  const row = await db.selectFrom('submissions').select('came_to').where('id', '=', attemptId).executeTakeFirst();
  return row === undefined || row.came_to === 'cleared';
}

/** Takes back the clearance of an attempt that was not armed. */
export async function dropClearance(db: Db, attemptId: string): Promise<void> {
  if (!(await isCleared(db, attemptId))) return;
  await deleteSubmission(db, attemptId);
  await release(db, attemptId);
}

/** See `LoginVault.noteChoice`. */
export function noteChoice(ctx: VaultContext, ref: LoginRef): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    const login = await findLogin(db, ref);
    if (login.ended_at !== null) return;
    await noteChoiceIn(db, ref.invocation_id);
    await goesOn(ctx, db, login);
  });
}

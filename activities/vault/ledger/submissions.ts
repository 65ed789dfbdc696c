/** The rows of the ledger. */
import type { Selectable } from 'kysely';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import { refusalFingerprint } from '../attempts/refusals.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { AttemptSecret } from '../submission.js';
import type { AttemptRef, Submission } from '../types.js';
import { type Account, answersIn, keysOf } from './account.js';
import { type Counted, NOT_COUNTED } from './rules.js';
import type { SubmissionsTable } from './tables.js';

export type SubmissionRow = Selectable<SubmissionsTable>;

/** All but identifiers. Codes that a person gave are among them. */
export const secretsOf = ({ secrets, identifiers }: Submission): readonly AttemptSecret[] =>
  secrets.filter(({ field, key }) => !identifiers.includes(field) && !isIdentifier(key ?? field));

export const findSubmission = (db: Db, id: string): Promise<SubmissionRow | undefined> =>
  db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst();

/** What is open on accounts, by account; one that nothing is open on is not in it. */
export async function openOnEach(
  db: Db,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, readonly Counted[]>> {
  if (accounts.length === 0) return new Map();
  const rows = await db
    .selectFrom('submissions')
    .leftJoin('invocations', 'invocations.id', 'submissions.invocation_id')
    .select(['submissions.account', 'submissions.invocation_id', 'came_to', 'at', 'until', 'attended'])
    .select('invocations.ended_at')
    .where('account', 'in', [...new Set(accounts)])
    .where('closed', '=', 0)
    .execute();
  const open = new Map<string, Counted[]>();
  for (const { account, attended, ended_at, ...row } of rows) {
    const counted = { ...row, attended: attended === 1, ended: ended_at !== null };
    open.set(account, [...(open.get(account) ?? []), counted]);
  }
  return open;
}

export const openOn = async (db: Db, account: string): Promise<readonly Counted[]> =>
  (await openOnEach(db, [account])).get(account) ?? [];

/**
 * Where anything is open that may stop a login: the sites of those accounts (null among them where one is not known any more), and the agents that ever
 * used one.
 */
export async function openAccounts(
  db: Db,
): Promise<{ readonly sites: ReadonlySet<string | null>; readonly agents: ReadonlySet<string> }> {
  const open = db
    .selectFrom('submissions')
    .select('account')
    .where('closed', '=', 0)
    .where('came_to', 'not in', [...NOT_COUNTED]);
  const rows = await db
    .selectFrom('submissions')
    .leftJoin('account_owners', 'account_owners.account', 'submissions.account')
    .select(['submissions.agent_id', 'account_owners.site'])
    .distinct()
    .where('submissions.account', 'in', open)
    .execute();
  return { sites: new Set(rows.map(({ site }) => site)), agents: new Set(rows.map(({ agent_id }) => agent_id)) };
}

/** From now on what was counted on accounts counts no longer. */
export async function closeOn(db: Db, accounts: readonly string[]): Promise<void> {
  if (accounts.length === 0) return;
  await db
    .updateTable('submissions')
    .set({ closed: 1 })
    .where('account', 'in', accounts)
    .where('came_to', '!=', 'cleared')
    .execute();
}

/** Writes down a submission that is about to be armed. */
export async function writeSubmission(
  ctx: VaultContext,
  db: Db,
  attempt: AttemptRef,
  account: Account,
  submission: Submission,
  totp: string | null,
): Promise<void> {
  const { attempt_id: id, invocation_id, auth_agent_id: agent_id } = attempt;
  const before = await findSubmission(db, id);
  // Armed already, by the same step on another worker: this one will find that out when it arms.
  if (before !== undefined && before.came_to !== 'cleared') return;
  await deleteSubmission(db, id);
  const answers = await answersIn(db, invocation_id);
  await db
    .insertInto('submissions')
    .values({
      id,
      invocation_id,
      agent_id,
      account: account.key,
      came_to: 'cleared',
      at: ctx.clock(),
      until: null,
      answers,
      attended: answers > 0 ? 1 : 0,
      closed: 0,
      totp,
      code_field: totp === null ? null : submission.totp_field,
      code: null,
    })
    .execute();
  for (const { field, value, from } of secretsOf(submission)) {
    if (submission.codes.includes(field)) continue;
    const fingerprint = refusalFingerprint(ctx, account.key, field, value);
    await db.insertInto('submission_values').values({ submission_id: id, field, source: from, fingerprint }).execute();
  }
}

export async function deleteSubmission(db: Db, id: string): Promise<void> {
  await db.deleteFrom('submission_values').where('submission_id', '=', id).execute();
  await db.deleteFrom('submissions').where('id', '=', id).execute();
}

/** What was ever submitted for accounts, as far as it is kept. */
const everSubmitted = (db: Db, accounts: readonly string[]) =>
  db
    .selectFrom('submission_values')
    .innerJoin('submissions', 'submissions.id', 'submission_values.submission_id')
    .where('submissions.account', 'in', [...new Set(accounts)])
    .where('submissions.came_to', 'not in', ['cleared', 'not_sent'])
    .distinct();

/** The fields that values were ever submitted in for accounts: a site may call the same one otherwise each time. */
export async function fieldsSubmitted(db: Db, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await everSubmitted(db, accounts).select('submission_values.field').execute();
  return new Set(rows.map(({ field }) => field));
}

/**
 * Tells whether a value was never submitted for one of the accounts, in whichever field. Those that went out before its identifier was known are filed
 * under what stood for it then.
 */
export async function newToEach(
  ctx: VaultContext,
  db: Db,
  accounts: readonly string[],
): Promise<(account: Account, field: string, value: string) => boolean> {
  const rows = await everSubmitted(db, accounts)
    .select(['submissions.account', 'submission_values.field', 'submission_values.fingerprint'])
    .execute();
  const fields = new Set(rows.map(({ field }) => field));
  const values = new Map<string, Set<string>>();
  for (const { account, fingerprint } of rows) values.set(account, (values.get(account) ?? new Set()).add(fingerprint));
  return (account, field, value) => {
    const before = values.get(account.key);
    if (before === undefined) return true;
    const everywhere = [...new Set([field, ...fields])];
    return !keysOf(account).some((key) =>
      everywhere.some((one) => before.has(refusalFingerprint(ctx, key, one, value))),
    );
  };
}

/** What a login has typed for an account beside its identifier, by field. */
export async function submittedIn(db: Db, invocationId: string, account: string): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('submission_values')
    .innerJoin('submissions', 'submissions.id', 'submission_values.submission_id')
    .select(['submission_values.field', 'submission_values.fingerprint'])
    .where('submissions.invocation_id', '=', invocationId)
    .where('submissions.account', '=', account)
    .where('submissions.came_to', '!=', 'cleared')
    .execute();
  const typed = new Map<string, Set<string>>();
  for (const { field, fingerprint } of rows) typed.set(field, (typed.get(field) ?? new Set()).add(fingerprint));
  return typed;
}

/** How long it is remembered which values were submitted for an account. Ms. */
const KEPT_FOR = 180 * 86_400_000;

export async function sweepSubmissions(ctx: VaultContext, db: Db): Promise<void> {
  const old = await db
    .selectFrom('submissions')
    .select('id')
    .where('at', '<=', ctx.clock() - KEPT_FOR)
    .execute();
  for (const { id } of old) await deleteSubmission(db, id);
}

/**
 * What sites refused. A value is remembered with what was typed along with it: a password that was refused for a mistyped user name
 * is not refused for the right one.
 */
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { AttemptSecret } from '../submission.js';

/** Fingerprints of what was typed, by field. */
export type SubmittedWith = ReadonlyMap<string, ReadonlySet<string>>;

/** One-time codes are others each time and say nothing about the account. */
const lasts = (field: string): boolean => field !== 'code';

/** Fingerprint of a value in a field of an account: the same value elsewhere looks different. */
export const refusalFingerprint = (ctx: VaultContext, account: string, field: string, value: string): string =>
  ctx.fingerprint('refused', account, field, value);

function collect(values: Iterable<readonly [field: string, fingerprint: string]>): Map<string, Set<string>> {
  const submittedWith = new Map<string, Set<string>>();
  for (const [field, fingerprint] of values) {
    if (lasts(field)) submittedWith.set(field, (submittedWith.get(field) ?? new Set()).add(fingerprint));
  }
  return submittedWith;
}

/** What was typed for an account in an invocation. */
export async function typedIn(db: Db, invocationId: string, account: string): Promise<SubmittedWith> {
  const rows = await db
    .selectFrom('attempts')
    .innerJoin('attempt_values', 'attempt_values.attempt_id', 'attempts.id')
    .select(['attempt_values.field', 'attempt_values.fingerprint'])
    .where('attempts.invocation_id', '=', invocationId)
    .where('attempts.account', '=', account)
    .where('attempts.state', 'in', ['armed', 'judged'])
    .where('attempt_values.source', '!=', 'totp')
    .execute();
  return collect(rows.map(({ field, fingerprint }) => [field, fingerprint] as const));
}

/** What is about to be typed, as `typedIn` tells what was. */
export const aboutToType = (
  ctx: VaultContext,
  account: string,
  values: Readonly<Record<string, string>>,
): SubmittedWith =>
  collect(
    Object.entries(values).map(([field, value]) => [field, refusalFingerprint(ctx, account, field, value)] as const),
  );

/** As it is stored: in order, so that the same values are written the same. */
const toJson = (submittedWith: SubmittedWith, without: readonly string[]): string =>
  JSON.stringify(
    [...submittedWith]
      .filter(([field]) => !without.includes(field))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, fingerprints]) => [field, [...fingerprints].sort()]),
  );

export async function rememberRefusal(
  ctx: VaultContext,
  db: Db,
  refusal: { readonly account: string; readonly fingerprint: string; readonly lasting?: boolean },
  submittedWith: SubmittedWith,
  refusedFields: readonly string[],
): Promise<void> {
  const { account, fingerprint } = refusal;
  const lasting = refusal.lasting === true ? 1 : 0;
  const now = { refused_at: ctx.clock(), ...(lasting === 1 ? { lasting: 1 as const } : {}) };
  await db
    .insertInto('refused_values')
    .values({ account, fingerprint, company: toJson(submittedWith, refusedFields), refused_at: ctx.clock(), lasting })
    .onConflict((conflict) => conflict.columns(['account', 'fingerprint', 'company']).doUpdateSet(now))
    .execute();
}

/** Whether another value is known now for a field that was typed along with the refused one. */
const wasOtherwise = (then: string, now: SubmittedWith): boolean => {
  const fields: readonly (readonly [string, readonly string[]])[] = JSON.parse(then);
  return fields.some(([field, fingerprints]) => {
    const known = now.get(field);
    return known !== undefined && !fingerprints.some((fingerprint) => known.has(fingerprint));
  });
};

/**
 * A site in trouble refuses right values too, so a person may give one again the next day. A stored value that was refused is marked
 * on its version besides, and stays so until it changes.
 */
const REFUSED_FOR_MS = 86_400_000;

/**
 * @param submittedWith what is known to be typed along with the value
 * @param source a stored value that was refused stays so, from whichever credential it comes
 */
export async function isRefused(
  ctx: VaultContext,
  db: Db,
  account: string,
  fingerprint: string,
  submittedWith: SubmittedWith,
  source: AttemptSecret['from'] = 'given',
): Promise<boolean> {
  const since = ctx.clock() - REFUSED_FOR_MS;
  const rows = await db
    .selectFrom('refused_values')
    .select(['company', 'refused_at', 'lasting'])
    .where('account', '=', account)
    .where('fingerprint', '=', fingerprint)
    .execute();
  return rows.some(
    ({ company, refused_at, lasting }) =>
      (refused_at > since || (source === 'stored' && lasting === 1)) && !wasOtherwise(company, submittedWith),
  );
}

export async function forgetRefusals(db: Db, account: string): Promise<void> {
  await db.deleteFrom('refused_values').where('account', '=', account).execute();
}

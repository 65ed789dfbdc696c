/**
 * Whose login it is: an account is (site, identifier), whatever credential or agent it is used by. Until a login has typed the identifier,
 * its owner (the credential, or the agent where none is linked) stands for it.
 */
import { domainToUnicode } from 'node:url';
import { siteAt } from '../../../contract/address/site.js';
import { accountOf } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { plainName } from '../profiles/whose.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import type { AttemptRef, Submission } from '../types.js';
import { storedAccount } from './stored-names.js';
import type { AccountOwnersTable } from './tables.js';

type Owner = Pick<AgentsTable, 'id' | 'credential_id'>;

export const siteKey = (ctx: VaultContext, site: string): string => ctx.fingerprint('site', site);

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Folds case as far as any alphabet has one: `ß` and `SS`, the letters i of Turkish. */
const folded = (text: string): string => text.toUpperCase().toLowerCase().replaceAll('\u0307', '');

/** A number as people write one, and how it begins from abroad. */
const NUMBER = /^(?:\+|00)?[\d\s()./\p{Pd}]{5,}$/u;
const FROM_ABROAD = /^\s*(?:\+|00)/;

/** The digits of a number, whichever way its country is written. */
function sameNumber(name: string): string {
  const isAbroad = FROM_ABROAD.test(name);
  const written = isAbroad ? name.replace(FROM_ABROAD, '').replace(/\(0\)/, '') : name;
  return written.replaceAll(/\D/g, '');
}

/** The name of a host, as it is read. */
const readHost = (name: string): string =>
  name.replace(/@([^@\s]+)$/, (all, host: string) => `@${domainToUnicode(host) || all.slice(1)}`);

/** Sites take much for the same: case, outer spaces, wide and invisible letters, how a number or a host is set. Who is counted as one too often is logged in less often. */
function sameName(identifier: string): string {
  const plain = folded(readHost(identifier).normalize('NFKD').replaceAll(INVISIBLE, '')).normalize('NFKC').trim();
  return NUMBER.test(plain) ? sameNumber(plain) : plainName(plain);
}

/** A form may ask for the same name twice. */
const identifierKey = (ctx: VaultContext, identifiers: readonly string[]): string =>
  ctx.fingerprint('identifier', ...[...new Set(identifiers.map(sameName))].sort());

const accountKey = (ctx: VaultContext, site: string, identifier: string): string =>
  ctx.fingerprint('account', site, identifier);

/** Stands for the account of an owner at a site until its identifier is known. */
const standIn = (ctx: VaultContext, site: string, owner: string): string => ctx.fingerprint('account of', site, owner);

/** What stands for the account of an owner at a site. */
export const standInAt = (ctx: VaultContext, site: string, owner: string): string =>
  standIn(ctx, siteKey(ctx, site), owner);

/** The account that a value of a credential would be the identifier of. */
export const accountNamed = (ctx: VaultContext, site: string, identifier: string): string =>
  accountKey(ctx, siteKey(ctx, site), identifierKey(ctx, [identifier]));

const loginName = (db: Db, invocationId: string) =>
  db.selectFrom('login_names').selectAll().where('invocation_id', '=', invocationId).executeTakeFirst();

/** How often a person has answered or chosen in a login. */
export const answersIn = async (db: Db, invocationId: string): Promise<number> =>
  (await loginName(db, invocationId))?.answers ?? 0;

/** Remembers what a submission types as the name of its account, and that a person has answered a further question. */
async function noteLogin(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: AttemptRef,
  { secrets }: Submission,
  typed: readonly string[],
): Promise<void> {
  const before = await loginName(db, invocation_id);
  const known = before ?? { invocation_id, identifier: null, question: 0, answers: 0 };
  const question = Math.max(known.question, ...secrets.map((secret) => secret.question ?? 0));
  const now = {
    invocation_id,
    identifier: typed.length === 0 ? known.identifier : identifierKey(ctx, typed),
    question,
    answers: known.answers + (question > known.question ? 1 : 0),
  };
  await db
    .insertInto('login_names')
    .values(now)
    .onConflict((conflict) => conflict.column('invocation_id').doUpdateSet(now))
    .execute();
  if (question > known.question) await markAttended(db, invocation_id);
}

const markAttended = (db: Db, invocationId: string) =>
  db.updateTable('submissions').set({ attended: 1 }).where('invocation_id', '=', invocationId).execute();

/** A person has chosen something in a login. */
export async function noteChoiceIn(db: Db, invocationId: string): Promise<void> {
  const first = { invocation_id: invocationId, identifier: null, question: 0, answers: 1 };
  await db
    .insertInto('login_names')
    .values(first)
    .onConflict((conflict) =>
      conflict.column('invocation_id').doUpdateSet((eb) => ({ answers: eb('login_names.answers', '+', 1) })),
    )
    .execute();
  await markAttended(db, invocationId);
}

/** The accounts of many owners, by their ids, each with the key of its site. Who has none is not in it. */
export async function accountsOfOwners(
  db: Db,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly Owned[]>> {
  const rows = await db
    .selectFrom('account_owners')
    .selectAll()
    .where('owner', 'in', [...new Set(owners)])
    .orderBy('site')
    .execute();
  const owned = new Map<string, Owned[]>();
  for (const row of rows) owned.set(row.owner, [...(owned.get(row.owner) ?? []), row]);
  return owned;
}

type Owned = Pick<AccountOwnersTable, 'site' | 'account'>;

/** The accounts of an owner at one site. */
export async function accountsOfOwner(ctx: VaultContext, db: Db, owner: string, site: string): Promise<string[]> {
  const owned = (await accountsOfOwners(db, [owner])).get(owner) ?? [];
  return owned.filter((one) => one.site === siteKey(ctx, site)).map(({ account }) => account);
}

/** An account, and what stood for it before its identifier was known: values that were typed then are filed there. */
export interface Account {
  readonly key: string;
  readonly standIn: string;
}

/** All that values of an account are filed under. */
export const keysOf = ({ key, standIn }: Account): string[] => [...new Set([key, standIn])];

/**
 * Whether a form asks for more of whose secret the site has just taken: a birthday beside a PIN names nobody else. What asks again for anything that
 * this login has typed is the login form of whoever is typed there.
 */
async function isAskedForMore(
  db: Db,
  { invocation_id, attempt_id }: AttemptRef,
  account: string,
  { secrets }: Submission,
): Promise<boolean> {
  const taken = await db
    .selectFrom('submissions')
    .select('id')
    .where('invocation_id', '=', invocation_id)
    .where('account', '=', account)
    .where('came_to', '=', 'accepted')
    .limit(1)
    .executeTakeFirst();
  if (taken === undefined) return false;
  const again = await db
    .selectFrom('attempt_values')
    .innerJoin('attempts', 'attempts.id', 'attempt_values.attempt_id')
    .select('attempts.id')
    .where('attempts.invocation_id', '=', invocation_id)
    .where('attempts.id', '!=', attempt_id)
    .where('attempts.state', 'in', ['armed', 'judged'])
    .where('attempt_values.field', 'in', ['', ...secrets.map(({ field }) => field)])
    .limit(1)
    .executeTakeFirst();
  return again === undefined;
}

/**
 * The account of a submission. When its identifier becomes known, what was counted for the stand-in moves over.
 */
export async function accountOfSubmission(
  ctx: VaultContext,
  db: Db,
  agent: Owner,
  attempt: AttemptRef,
  submission: Submission,
): Promise<Account> {
  const site = siteKey(ctx, siteAt(submission.address));
  const owner = accountOf(agent);
  const before = standIn(ctx, site, owner);
  const known = await db
    .selectFrom('account_owners')
    .select('account')
    .where('owner', '=', owner)
    .where('site', '=', site)
    .executeTakeFirst();
  const keyOf = (names: readonly string[]): string => accountKey(ctx, site, identifierKey(ctx, names));
  const unnamed = async () => known?.account ?? (await storedAccount(ctx, db, agent, keyOf)) ?? before;
  const last = (await loginName(db, attempt.invocation_id))?.identifier ?? null;
  const soFar = last === null ? await unnamed() : accountKey(ctx, site, last);
  const { secrets, identifiers } = submission;
  const names = secrets.filter(({ field }) => identifiers.includes(field)).map(({ value }) => value);
  const typed = (await isAskedForMore(db, attempt, soFar, submission)) ? [] : names;
  await noteLogin(ctx, db, attempt, submission, typed);
  const key = typed.length === 0 ? soFar : keyOf(typed);
  if (known?.account !== key) {
    await db
      .insertInto('account_owners')
      .values({ owner, site, account: key })
      .onConflict((conflict) => conflict.columns(['owner', 'site']).doUpdateSet({ account: key }))
      .execute();
  }
  return { key, standIn: before };
}

/** Counts for the account what was counted for its stand-in. */
export async function moveCounts(db: Db, { key, standIn }: Account): Promise<void> {
  if (key === standIn) return;
  await db.updateTable('submissions').set({ account: key }).where('account', '=', standIn).execute();
}

/** Forgets whose accounts an owner's were: it is gone. */
export async function forgetOwner(db: Db, owner: string): Promise<void> {
  await db.deleteFrom('account_owners').where('owner', '=', owner).execute();
}

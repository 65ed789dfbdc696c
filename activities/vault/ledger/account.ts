/**
 * Whose login it is: an account is (site, identifier), whatever credential or agent it is used by. Until a login has typed the identifier,
 * its owner (the credential, or the agent where none is linked) stands for it.
 */
import { siteAt } from '../../../contract/address/site.js';
import { accountOf } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { plainName } from '../profiles/whose.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import type { AttemptRef, Submission } from '../types.js';
import type { AccountOwnersTable } from './tables.js';

type Owner = Pick<AgentsTable, 'id' | 'credential_id'>;

export const siteKey = (ctx: VaultContext, site: string): string => ctx.fingerprint('site', site);

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Folds case as far as any alphabet has one: `ß` and `SS`, the letters i of Turkish. */
const folded = (text: string): string => text.toUpperCase().toLowerCase().replaceAll('\u0307', '');

/** Sites take much for the same: case, outer spaces, wide and invisible letters, how a number is set. Who is counted as one too often is logged in less often. */
const sameName = (identifier: string): string =>
  plainName(folded(identifier.normalize('NFKD').replaceAll(INVISIBLE, '')).normalize('NFKC'));

const identifierKey = (ctx: VaultContext, identifiers: readonly string[]): string =>
  ctx.fingerprint('identifier', ...identifiers.map(sameName).sort());

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

/** Remembers what a submission types as identifier, and that a person has answered a further question. */
async function noteLogin(
  ctx: VaultContext,
  db: Db,
  attempt: AttemptRef,
  submission: Submission,
): Promise<string | null> {
  const { invocation_id } = attempt;
  const { secrets, identifiers } = submission;
  const typed = secrets.filter(({ field }) => identifiers.includes(field)).map(({ value }) => value);
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
  return now.identifier;
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
  const identifier = await noteLogin(ctx, db, attempt, submission);
  const known = await db
    .selectFrom('account_owners')
    .select('account')
    .where('owner', '=', owner)
    .where('site', '=', site)
    .executeTakeFirst();
  const key = identifier === null ? (known?.account ?? before) : accountKey(ctx, site, identifier);
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

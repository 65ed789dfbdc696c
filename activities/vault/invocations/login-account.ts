/** Whose session a login makes: who its agent was when its page was opened, and what people typed since. */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { accountOfAgent, fingerprintOf } from '../profiles/accounts.js';
import { findPinned } from '../profiles/pins.js';
import {
  type Account,
  isOthers,
  keyOfName,
  keyOfTyped,
  type LoginAccount,
  makerOf,
  type Names,
} from '../profiles/whose.js';
import type { Db } from '../store/transaction.js';
import type { Submission } from '../types.js';
import { deleteCheckpoint } from './checkpoint.js';
import type { InvocationRow } from './find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from './login-records.js';

const WHOSE = 'whose:';
const BEGAN = `${WHOSE}began`;
const TYPED = `${WHOSE}typed`;

async function read<T>(ctx: VaultContext, db: Db, invocationId: string, name: string): Promise<T | null> {
  const [plain] = await loginRecords(ctx, db, invocationId, name);
  return plain === undefined ? null : JSON.parse(plain.toString());
}

/** Notes who the agent of a login is as its page is opened. What was typed for somebody else, and where that led, does not count any more. */
export async function beginAs(
  ctx: VaultContext,
  db: Db,
  { id, agent_id }: Pick<InvocationRow, 'id' | 'agent_id'>,
): Promise<Account> {
  const account = await accountOfAgent(ctx, db, agent_id);
  if (await isOf(ctx, db, id, (before) => isOthers(account, makerOf(before)))) {
    await forgetLoginRecords(ctx, db, id, WHOSE);
    await deleteCheckpoint(ctx, db, id);
  }
  await keepLoginRecord(ctx, db, id, BEGAN, JSON.stringify(account));
  return account;
}

async function isOf(
  ctx: VaultContext,
  db: Db,
  invocationId: string,
  is: (before: Account) => boolean,
): Promise<boolean> {
  const before = await read<Account>(ctx, db, invocationId, BEGAN);
  return before !== null && is(before);
}

/** Whether the agent of a login is another one by now than when its page was opened. */
export async function hasChanged(
  ctx: VaultContext,
  db: Db,
  { invocation_id, auth_agent_id }: LoginRef,
): Promise<boolean> {
  const before = await read<Account>(ctx, db, invocation_id, BEGAN);
  return before !== null && isOthers(await accountOfAgent(ctx, db, auth_agent_id), makerOf(before));
}

/** The names that the agent of a login had when its page was opened, as they are now: by these it notices that it may be somebody else's. */
export async function namesAsNow(
  ctx: VaultContext,
  db: Db,
  { invocation_id, auth_agent_id }: LoginRef,
): Promise<string[]> {
  const { names } = await accountOfAgent(ctx, db, auth_agent_id);
  const began = await read<Account>(ctx, db, invocation_id, BEGAN);
  const keys = Object.keys(began?.names ?? names).sort();
  return keys.map((key) => `${key}=${names[key] ?? ''}`);
}

/** Notes the names that an attempt is about to type: those that a person gave, and whose the stored ones are. */
export async function noteNames(ctx: VaultContext, db: Db, login: LoginRef, submission: Submission): Promise<void> {
  const { secrets, identifiers } = submission;
  const given: Record<string, string> = {};
  const stored: Record<string, string> = {};
  const over: string[] = [];
  for (const { field, value, from, key = field } of secrets.filter(({ value }) => value.trim() !== '')) {
    const typed = keyOfTyped(field);
    const name = keyOfName(key);
    if (from === 'given' && identifiers.includes(field) && typed !== null) given[typed] = fingerprintOf(ctx, value);
    if (from !== 'stored' || name === null) continue;
    stored[name] = fingerprintOf(ctx, value);
    over.push(name, ...(typed === null ? [] : [typed]));
  }
  await noteGiven(ctx, db, login, given, over);
  if (over.length > 0) await noteStored(ctx, db, login, stored);
}

/** @param over names that are typed from the credential now: what a person gave for them before counts no longer */
async function noteGiven(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: LoginRef,
  given: Names,
  over: readonly string[],
): Promise<void> {
  const known = (await read<Names>(ctx, db, invocation_id, TYPED)) ?? {};
  const kept = Object.entries(known).filter(([name]) => !over.includes(name));
  if (Object.keys(given).length === 0 && kept.length === Object.keys(known).length) return;
  await keepLoginRecord(ctx, db, invocation_id, TYPED, JSON.stringify({ ...Object.fromEntries(kept), ...given }));
}

/**
 * A name that was corrected while the page was open and is typed now makes the session that of the corrected account. Where the login has
 * loaded a profile it begins again instead: what the other account left there is in its browser.
 */
async function noteStored(
  ctx: VaultContext,
  db: Db,
  { invocation_id, auth_agent_id }: LoginRef,
  stored: Names,
): Promise<void> {
  if ((await findPinned(db, invocation_id)) !== undefined) return;
  const account = await accountOfAgent(ctx, db, auth_agent_id);
  const names = Object.entries(stored);
  const isOfNow = names.every(([key, name]) => account.names[key] === name);
  const isAnother = (before: Account): boolean =>
    isOthers(account, makerOf(before)) && names.some(([key, name]) => before.names[key] !== name);
  if (isOfNow && (await isOf(ctx, db, invocation_id, isAnother)))
    await keepLoginRecord(ctx, db, invocation_id, BEGAN, JSON.stringify(account));
}

/** Whose session a login saves now; null where its agent has become another one since its page was opened. */
export async function loginAccount(
  ctx: VaultContext,
  db: Db,
  ref: LoginRef,
  labels: readonly string[] | null,
): Promise<LoginAccount | null> {
  if (await hasChanged(ctx, db, ref)) return null;
  const account = await accountOfAgent(ctx, db, ref.auth_agent_id);
  return { account, typed: (await read<Names>(ctx, db, ref.invocation_id, TYPED)) ?? {}, labels };
}

export const forgetLoginAccount = (ctx: VaultContext, db: Db, invocationId: string): Promise<void> =>
  forgetLoginRecords(ctx, db, invocationId, WHOSE);

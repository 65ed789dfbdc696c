/** Whose session a login makes: who its agent was when its page was opened, and what people typed since. */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { accountOfAgent, fingerprintOf } from '../profiles/accounts.js';
import { type Account, isOthers, keyOfTyped, type LoginAccount, makerOf, type Names } from '../profiles/whose.js';
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
async function hasChanged(ctx: VaultContext, db: Db, { invocation_id, auth_agent_id }: LoginRef): Promise<boolean> {
  const account = await accountOfAgent(ctx, db, auth_agent_id);
  return isOf(ctx, db, invocation_id, (before) => isOthers(account, makerOf(before)));
}

/** Notes the names that a person gave and an attempt is about to type. */
export async function noteNames(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: LoginRef,
  { secrets, identifiers }: Submission,
): Promise<void> {
  const names = secrets.flatMap(({ field, value, from }): [string, string][] => {
    const key = from === 'given' && identifiers.includes(field) ? keyOfTyped(field) : null;
    return key === null || value.trim() === '' ? [] : [[key, fingerprintOf(ctx, value)]];
  });
  if (names.length === 0) return;
  const known = await read<Names>(ctx, db, invocation_id, TYPED);
  await keepLoginRecord(ctx, db, invocation_id, TYPED, JSON.stringify({ ...known, ...Object.fromEntries(names) }));
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

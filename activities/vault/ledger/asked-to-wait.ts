/** Until when sites want to be left alone, by their own header `Retry-After`, for each account. */

import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import { LONGEST_RETRY_AFTER } from '../../../contract/retry-after.js';
import type { LoginRef } from '../../../contract/steps.js';
import { accountOf } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { accountsOfOwners, siteKey, standInAt } from './account.js';
import type { Agent } from './accounts-of-agents.js';

/** What agents' accounts at their own sites are filed under, by the agents' ids. */
async function keysOfMany(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const owned = await accountsOfOwners(db, agents.map(accountOf));
  return new Map(
    agents.map((agent) => {
      const [site, owner] = [siteAt(homeUrl(agent.domain)), accountOf(agent)];
      const there = (owned.get(owner) ?? []).filter((one) => one.site === siteKey(ctx, site));
      return [agent.id, [standInAt(ctx, site, owner), ...there.map(({ account }) => account)]];
    }),
  );
}

const keysAt = async (ctx: VaultContext, db: Db, agent: Agent): Promise<readonly string[]> =>
  (await keysOfMany(ctx, db, [agent])).get(agent.id)!;

/** Looks of the agents that use the same account are put off as well. */
async function putOffLooks(db: Db, { id, domain, credential_id }: Agent, until: number): Promise<void> {
  const same = await db
    .selectFrom('agents')
    .select(['id', 'domain'])
    .where((eb) => eb.or([eb('id', '=', id), eb('credential_id', '=', credential_id ?? '')]))
    .execute();
  const site = siteAt(homeUrl(domain));
  const ids = same.filter((agent) => siteAt(homeUrl(agent.domain)) === site).map((agent) => agent.id);
  await db
    .updateTable('session_checks')
    .set({ next_at: until })
    .where('agent_id', 'in', ids)
    .where('next_at', '<', until)
    .execute();
}

/**
 * The site of an agent has asked to be left alone.
 * @param by the login that it was told; null for a look at the session
 */
export async function leaveAlone(
  ctx: VaultContext,
  db: Db,
  agent: Agent,
  wait: number,
  by: string | null,
): Promise<void> {
  const until = ctx.clock() + Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER);
  for (const account of await keysAt(ctx, db, agent)) {
    const row = { until, invocation_id: by };
    await db
      .insertInto('account_waits')
      .values({ account, ...row })
      .onConflict((conflict) => conflict.column('account').doUpdateSet(row).where('account_waits.until', '<', until))
      .execute();
  }
  await putOffLooks(db, agent, until);
}

/** See `LoginVault.noteRetryAfter`. */
export const noteRetryAfter = (ctx: VaultContext, ref: LoginRef, wait: number): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const { id, agent_id } = await findRunning(db, ref);
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', agent_id).executeTakeFirst();
    if (agent !== undefined) await leaveAlone(ctx, db, agent, wait, id);
  });

/**
 * Until when accounts are to be left alone, by their keys; those that need not be are not in it. Ms since the epoch.
 * @param toldTo only what the site has told to this login; null: to anybody
 */
async function waitsOn(
  ctx: VaultContext,
  db: Db,
  accounts: readonly string[],
  toldTo: string | null,
): Promise<ReadonlyMap<string, number>> {
  let query = db
    .selectFrom('account_waits')
    .select(['account', 'until'])
    .where('account', 'in', [...new Set(accounts)])
    .where('until', '>', ctx.clock());
  if (toldTo !== null) query = query.where('invocation_id', '=', toldTo);
  return new Map((await query.execute()).map(({ account, until }) => [account, until]));
}

const lastOf = (waits: ReadonlyMap<string, number>, accounts: readonly string[]): number | null => {
  const times = accounts.flatMap((account) => waits.get(account) ?? []);
  return times.length === 0 ? null : Math.max(...times);
};

/** Until when the last of accounts is to be left alone; null where none is. See `waitsOn`. */
export const waitOn = async (
  ctx: VaultContext,
  db: Db,
  accounts: readonly string[],
  toldTo: string | null,
): Promise<number | null> => lastOf(await waitsOn(ctx, db, accounts, toldTo), accounts);

/** Until when the sites of agents are to be left alone, by their own word: by the agents' ids, in ms since the epoch. Who need not is not in it. */
export async function waitsOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, number>> {
  const keys = await keysOfMany(ctx, db, agents);
  const waits = await waitsOn(ctx, db, [...keys.values()].flat(), null);
  return new Map(
    [...keys].flatMap(([id, accounts]) => {
      const until = lastOf(waits, accounts);
      return until === null ? [] : [[id, until]];
    }),
  );
}

/** Until when the site of an agent is to be left alone; null: it said nothing, or its time is over. */
export const askedToWait = async (ctx: VaultContext, db: Db, agent: Agent): Promise<number | null> =>
  (await waitsOf(ctx, db, [agent])).get(agent.id) ?? null;

/** The site has let an account in, or an admin says that it may be asked again. */
export async function forgetWaits(db: Db, accounts: readonly string[]): Promise<void> {
  if (accounts.length > 0) await db.deleteFrom('account_waits').where('account', 'in', accounts).execute();
}

export const forgetWaitsOf = async (ctx: VaultContext, db: Db, agent: Agent): Promise<void> =>
  forgetWaits(db, await keysAt(ctx, db, agent));

export async function sweepWaits(ctx: VaultContext, db: Db): Promise<void> {
  await db.deleteFrom('account_waits').where('until', '<=', ctx.clock()).execute();
}

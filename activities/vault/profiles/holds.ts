/**
 * One login at a time uses and writes what its agent owns in a profile. A hold is a lease on rows, taken and kept by compare-and-set,
 * so that it ends by itself where a worker dies.
 */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findInvocation, isRunning } from '../invocations/find.js';
import { keepTurn, leaveTurn } from '../sites/turns.js';
import { hasLapsed, lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { HoldState, ProfileHold } from '../types.js';
import type { Accounts } from './accounts.js';
import { type Owners, readOwners } from './owners.js';

/** How long a hold lasts that nobody keeps. Ms. */
const HELD_MS = 45_000;
/** How long who was turned away counts as waiting: longer than it takes to ask again. Ms. */
const WANTED_MS = 90_000;

/** What an agent's login holds: its sites, and its own part of those that nobody names. In order, so that two never wait for each other. */
const itemsOf = (owners: Owners, agentId: string): string[] => [
  agentId,
  ...[...owners]
    .filter(([, agents]) => agents.has(agentId))
    .map(([site]) => `site:${site}`)
    .sort(),
];

const heldRows = (db: Db, profileName: string, { opening }: ProfileHold) =>
  db
    .selectFrom('profile_holds')
    .selectAll()
    .where('profile_name', '=', profileName)
    .where('opening', '=', opening)
    .execute();

/** @param over whether an earlier page of the same login gives way */
async function takeOne(
  ctx: VaultContext,
  db: Db,
  row: { readonly profile_name: string; readonly item: string },
  { invocation_id: holder, opening }: ProfileHold,
  over: boolean,
): Promise<boolean> {
  const now = ctx.clock();
  const held = { holder, opening, held_until: now + HELD_MS, wanted_until: 0 };
  const { numUpdatedRows } = await db
    .updateTable('profile_holds')
    .set(held)
    .where('profile_name', '=', row.profile_name)
    .where('item', '=', row.item)
    .where((eb) =>
      eb.or([
        eb('holder', 'is', null),
        lapsed(eb, 'held_until', now, HELD_MS),
        over ? eb('holder', '=', holder) : eb('opening', '=', opening),
      ]),
    )
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return true;
  // Nobody has held it yet.
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('profile_holds')
    .values({ ...row, ...held })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return true;
  await db
    .updateTable('profile_holds')
    .set({ wanted_until: now + WANTED_MS })
    .where('profile_name', '=', row.profile_name)
    .where('item', '=', row.item)
    .execute();
  return false;
}

async function takeAll(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  items: readonly string[],
  hold: ProfileHold,
  over: boolean,
): Promise<boolean> {
  for (const item of items) {
    if (await takeOne(ctx, db, { profile_name: profileName, item }, hold, over)) continue;
    await release(db, hold);
    return false;
  }
  return true;
}

/** What is held of a site that somebody uses: the site where agents name it, else the part of each agent. */
const itemsOfSites = (owners: Owners, agents: Iterable<string>, sites: readonly string[]): string[] =>
  [...new Set(sites.flatMap((site) => (owners.has(site) ? [`site:${site}`] : [...agents])))].sort();

/**
 * Whether no login uses these sites now, so that they can be read or written in this transaction. A login that holds one is told that somebody waits.
 * @param of all agents of the profile, and what they own
 */
export async function isFree(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  of: { readonly owners: Owners; readonly accounts: Accounts },
  sites: readonly string[],
): Promise<boolean> {
  const items = itemsOfSites(of.owners, of.accounts.keys(), sites);
  if (items.length === 0) return true;
  const now = ctx.clock();
  const { numUpdatedRows } = await db
    .updateTable('profile_holds')
    .set({ wanted_until: now + WANTED_MS })
    .where('profile_name', '=', profileName)
    .where('item', 'in', items)
    .where('holder', 'is not', null)
    .where((eb) => eb.not(lapsed(eb, 'held_until', now, HELD_MS)))
    .executeTakeFirst();
  return numUpdatedRows === 0n;
}

async function isHeld(ctx: VaultContext, db: Db, profileName: string, items: readonly string[]): Promise<boolean> {
  const held = await db
    .selectFrom('profile_holds')
    .select('item')
    .where('profile_name', '=', profileName)
    .where('item', 'in', items)
    .where('holder', 'is not', null)
    .where((eb) => eb.not(lapsed(eb, 'held_until', ctx.clock(), HELD_MS)))
    .executeTakeFirst();
  return held !== undefined;
}

/**
 * Takes all of an agent's items where nobody holds one. Who would use them for a moment only asks so: a login is not told that it waits.
 * @returns whether it has them; else nothing is taken
 */
export async function takeFree(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  owners: Owners,
  hold: ProfileHold,
): Promise<boolean> {
  const items = itemsOf(owners, hold.auth_agent_id);
  const now = ctx.clock();
  const { numUpdatedRows } = await db
    .updateTable('profile_holds')
    .set({ holder: hold.invocation_id, opening: hold.opening, held_until: now + HELD_MS, wanted_until: 0 })
    .where('profile_name', '=', profileName)
    .where('item', 'in', items)
    .where((eb) => eb.or([eb('holder', 'is', null), lapsed(eb, 'held_until', now, HELD_MS)]))
    .executeTakeFirst();
  if (numUpdatedRows === BigInt(items.length)) return true;
  // Some are held, or nobody has held them yet.
  await release(db, hold);
  if (await isHeld(ctx, db, profileName, items)) return false;
  return takeAll(ctx, db, profileName, items, hold, true);
}

/** @returns false while another login holds one of the agent's sites */
export const takeProfile = (
  ctx: VaultContext,
  db: Db,
  profileName: string,
  owners: Owners,
  hold: ProfileHold,
): Promise<boolean> => takeAll(ctx, db, profileName, itemsOf(owners, hold.auth_agent_id), hold, true);

/**
 * Makes sure at the moment of writing that nobody else writes.
 * @returns `lapsed`: it was not held all the time since it was loaded; `lost`: somebody else has it now
 */
export async function confirmHold(
  ctx: VaultContext,
  db: Db,
  profileName: string,
  owners: Owners,
  hold: ProfileHold,
): Promise<'held' | 'lapsed' | 'lost'> {
  const items = itemsOf(owners, hold.auth_agent_id);
  const held = (await heldRows(db, profileName, hold)).map(({ item }) => item);
  const missing = items.filter((item) => !held.includes(item));
  if (missing.length === 0) return 'held';
  return (await takeAll(ctx, db, profileName, missing, hold, false)) ? 'lapsed' : 'lost';
}

export async function release(db: Db, { opening }: Pick<ProfileHold, 'opening'>): Promise<void> {
  await db.updateTable('profile_holds').set({ holder: null, opening: null }).where('opening', '=', opening).execute();
}

/** A login has ended: it holds nothing, wherever its pages are. */
export async function releaseAllOf(db: Db, { invocation_id }: Pick<LoginRef, 'invocation_id'>): Promise<void> {
  await db
    .updateTable('profile_holds')
    .set({ holder: null, opening: null })
    .where('holder', '=', invocation_id)
    .execute();
}

/** Rows that nobody has taken for a day. */
export async function sweepHolds(ctx: VaultContext, db: Db): Promise<void> {
  await db
    .deleteFrom('profile_holds')
    .where('held_until', '<=', ctx.clock() - 24 * 3_600_000)
    .execute();
}

/** See `LoginVault.keepProfile`. */
export const keepProfile = (ctx: VaultContext, hold: ProfileHold): Promise<HoldState> =>
  inTransaction(ctx.db, async (db): Promise<HoldState> => {
    const login = await findInvocation(db, hold.invocation_id);
    if (login === undefined || login.agent_id !== hold.auth_agent_id || !(await isRunning(db, login))) return 'lost';
    const { profile_name } = login;
    const rows = await heldRows(db, profile_name, hold);
    const items = itemsOf(await readOwners(db, profile_name), hold.auth_agent_id);
    if (items.some((item) => !rows.some((row) => row.item === item))) return 'lost';
    await db
      .updateTable('profile_holds')
      .set({ held_until: ctx.clock() + HELD_MS })
      .where('opening', '=', hold.opening)
      .execute();
    const isTurnWanted = await keepTurn(ctx, db, hold);
    const isWanted = rows.some(({ wanted_until }) => !hasLapsed(wanted_until, ctx.clock(), WANTED_MS));
    return isTurnWanted || isWanted ? 'wanted' : 'held';
  });

/** See `LoginVault.releaseProfile`. */
export const releaseProfile = (ctx: VaultContext, hold: ProfileHold): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await release(db, hold);
    await leaveTurn(db, hold);
  });

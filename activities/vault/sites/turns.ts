/**
 * How many logins are on a site at once, over all workers: first come, first served, and before the others whom a person has just answered. A
 * slot is a lease, so that it ends by itself where a worker dies.
 */
import type { Selectable } from 'kysely';
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import type { VaultContext } from '../context.js';
import { hasLapsed, lapsed } from '../store/lapsed.js';
import type { Db } from '../store/transaction.js';
import type { ProfileHold } from '../types.js';
import type { SiteSlotsTable } from './tables.js';

type Slot = Selectable<SiteSlotsTable>;

/** How long a page counts that nobody keeps. Ms. */
const HELD_MS = 45_000;
/** How long who waits keeps others from passing: longer than it takes to ask again. Ms. */
const WANTED_MS = 90_000;
/** How soon who is next asks again. Those behind take longer, for their turn does. Ms. */
const NEXT_ASKS_MS = 2_000;
const MAX_ASK_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

const slotOf = (db: Db, invocationId: string): Promise<Slot | undefined> =>
  db.selectFrom('site_slots').selectAll().where('invocation_id', '=', invocationId).executeTakeFirst();

const slotsOn = (ctx: VaultContext, db: Db, site: string): Promise<Slot[]> =>
  db
    .selectFrom('site_slots')
    .selectAll()
    .where('site', '=', site)
    .where((eb) => eb.not(lapsed(eb, 'lasts_until', ctx.clock(), WANTED_MS)))
    .execute();

const hasPage = ({ opening }: Slot): boolean => opening !== null;
const waits = ({ opening }: Slot): boolean => opening === null;

/** Whether the first is served before the second. */
const isBefore = (one: Slot, other: Slot): boolean =>
  one.is_watched !== other.is_watched
    ? one.is_watched > other.is_watched
    : one.since !== other.since
      ? one.since < other.since
      : one.invocation_id < other.invocation_id;

/**
 * Takes a slot of the login's site. A login whose earlier page may still be there goes on with its slot.
 * @param isWatched whether a person has just answered
 * @returns null: it has one; otherwise how soon to ask again, in ms
 */
export async function takeTurn(
  ctx: VaultContext,
  db: Db,
  domain: string,
  { invocation_id, opening }: Pick<ProfileHold, 'invocation_id' | 'opening'>,
  isWatched: boolean,
): Promise<number | null> {
  const now = ctx.clock();
  const site = siteAt(homeUrl(domain));
  const before = await slotOf(db, invocation_id);
  const isThere = before !== undefined && hasPage(before) && !hasLapsed(before.lasts_until, now, WANTED_MS);
  const asked = before !== undefined && waits(before) ? before : null;
  const is_watched = isWatched ? 1 : (asked?.is_watched ?? 0);
  const own: Slot = {
    invocation_id,
    site,
    opening,
    is_watched,
    since: asked?.since ?? now,
    lasts_until: now + HELD_MS,
  };
  const others = (await slotsOn(ctx, db, site)).filter((slot) => slot.invocation_id !== invocation_id);
  const ahead = others.filter((slot) => waits(slot) && isBefore(slot, own)).length;
  const has = isThere || ahead < ctx.loginsPerSite - others.filter(hasPage).length;
  const slot: Slot = has ? { ...own, since: now } : { ...own, opening: null, lasts_until: now + WANTED_MS };
  await db
    .insertInto('site_slots')
    .values(slot)
    .onConflict((conflict) => conflict.column('invocation_id').doUpdateSet(slot))
    .execute();
  return has ? null : Math.min(NEXT_ASKS_MS * (1 + Math.floor(ahead / ctx.loginsPerSite)), MAX_ASK_MS);
}

/**
 * Keeps the slot of a page, also one that was not kept in time: the page is on the site all the same.
 * @returns whether others are waiting without a slot
 */
export async function keepTurn(ctx: VaultContext, db: Db, { invocation_id, opening }: ProfileHold): Promise<boolean> {
  const own = await slotOf(db, invocation_id);
  if (own?.opening !== opening) return false;
  await db
    .updateTable('site_slots')
    .set({ lasts_until: ctx.clock() + HELD_MS })
    .where('opening', '=', opening)
    .execute();
  const slots = await slotsOn(ctx, db, own.site);
  return slots.filter(waits).length > Math.max(0, ctx.loginsPerSite - slots.filter(hasPage).length);
}

/** A page is closed. */
export async function leaveTurn(db: Db, { opening }: Pick<ProfileHold, 'opening'>): Promise<void> {
  await db.deleteFrom('site_slots').where('opening', '=', opening).execute();
}

/** A login has ended: it is on no site, and waits for none. */
export async function leaveAllTurns(db: Db, invocationId: string): Promise<void> {
  await db.deleteFrom('site_slots').where('invocation_id', '=', invocationId).execute();
}

/** Slots of logins that nobody has heard of for a day. */
export async function sweepTurns(ctx: VaultContext, db: Db): Promise<void> {
  await db
    .deleteFrom('site_slots')
    .where('lasts_until', '<=', ctx.clock() - DAY_MS)
    .execute();
}

/** What a login or who took a session started from is kept until it is over: without it nobody could tell what it has changed. */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { Jar } from './jar.js';
import { dropOldVersions, openVersion, type ProfileRow } from './versions.js';

/** Longer than any login waits, and than any browser is likely to run. Ms. */
const PINNED_MS = 32 * 24 * 3_600_000;

/** Keeps a version for as long as its holder needs it. A repeat changes nothing. */
export async function pinVersion(
  ctx: VaultContext,
  db: Db,
  holder: string,
  { id, version }: Pick<ProfileRow, 'id' | 'version'>,
): Promise<void> {
  const lasts_until = ctx.clock() + PINNED_MS;
  await db
    .insertInto('profile_pins')
    .values({ holder, version, profile_id: id, lasts_until })
    .onConflict((conflict) => conflict.columns(['holder', 'version']).doUpdateSet({ profile_id: id, lasts_until }))
    .execute();
}

/** Of which profile something is kept for a holder; undefined where nothing is any more. */
export const findPinned = (db: Db, holder: string) =>
  db.selectFrom('profile_pins').select('profile_id').where('holder', '=', holder).executeTakeFirst();

/** What somebody started from. */
export interface Base {
  /** Null where it is not known any more. */
  readonly jar: Jar | null;
  /** 0: of another profile, or of none. */
  readonly version: number;
  /** Its profile was deleted since. */
  readonly isGone?: true;
}

export const GONE: Base = { jar: null, version: 0, isGone: true };

/** @param version that its holder has named */
export async function readBase(
  ctx: VaultContext,
  db: Db,
  row: ProfileRow,
  holder: string,
  version: number,
): Promise<Base> {
  const pin = await db
    .selectFrom('profile_pins')
    .select('profile_id')
    .where('holder', '=', holder)
    .where('version', '=', version)
    .executeTakeFirst();
  // The profile was deleted meanwhile and made again, and has counted from 1.
  if (pin !== undefined && pin.profile_id !== row.id) return GONE;
  return { jar: await openVersion(ctx, db, row, version), version };
}

/** A login stands on this version now, and goes back to none before it. */
export async function unpinBefore(db: Db, { invocation_id }: LoginRef, version: number): Promise<void> {
  await db.deleteFrom('profile_pins').where('holder', '=', invocation_id).where('version', '<', version).execute();
}

/** Its holder is over. */
export async function unpin(db: Db, holder: string): Promise<void> {
  const pins = await db.deleteFrom('profile_pins').where('holder', '=', holder).returning('profile_id').execute();
  for (const id of new Set(pins.map(({ profile_id }) => profile_id))) await dropOldVersions(db, id);
}

/** Pins whose time is over, or whose login has ended without saying so. */
export async function sweepPins(ctx: VaultContext, db: Db): Promise<void> {
  const over = await db
    .selectFrom('profile_pins')
    .leftJoin('invocations', 'invocations.id', 'profile_pins.holder')
    .select('holder')
    .where((eb) => eb.or([eb('lasts_until', '<=', ctx.clock()), eb('invocations.ended_at', 'is not', null)]))
    .execute();
  for (const holder of new Set(over.map((pin) => pin.holder))) await unpin(db, holder);
}

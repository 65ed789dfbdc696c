import { gunzipSync, gzipSync } from 'node:zlib';
import type { Selectable } from 'kysely';
import { AgentAuthError, type Profile } from '../../../contract/index.js';
import type { WrittenBy } from '../../../contract/profile/profile-version.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { DatabaseBusy } from '../store/errors.js';
import { newId } from '../store/ids.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { EMPTY_JAR, filed, type Jar, sumOfJar } from './jar.js';
import { type Owners, readOwners } from './owners.js';
import { EMPTY_SESSION, type Session, sitesOf } from './session.js';
import type { ProfilesTable } from './tables.js';

export type ProfileRow = Selectable<ProfilesTable>;

/** At least so many, and those that somebody goes on from (pins.ts). */
const VERSIONS_KEPT = 3;

const at = (id: string, version: number): FieldRef => ({ table: 'profiles', id, field: 'session', version });

export const findProfileByName = (db: Db, name: string): Promise<ProfileRow | undefined> =>
  db.selectFrom('profiles').selectAll().where('name', '=', name).executeTakeFirst();

export async function findProfileIfAny(db: Db, idOrName: string): Promise<ProfileRow | undefined> {
  const byId = await db.selectFrom('profiles').selectAll().where('id', '=', idOrName).executeTakeFirst();
  return byId ?? findProfileByName(db, idOrName);
}

/** @throws AgentAuthError `profile_not_found` */
export async function findProfile(db: Db, idOrName: string): Promise<ProfileRow> {
  const row = await findProfileIfAny(db, idOrName);
  if (row === undefined) throw new AgentAuthError('profile_not_found');
  return row;
}

/** A version that was written before state was kept by (site, owner): one state for all. */
type Unfiled = Partial<Session> & Pick<Jar, 'facts'>;

const isFiled = (stored: Jar | Unfiled): stored is Jar => 'parts' in stored;

const sealed = (ctx: VaultContext, db: Db, id: string, version: number, jar: Jar): Promise<string> =>
  ctx.records.seal(db, at(id, version), gzipSync(JSON.stringify(jar)));

async function readVersion(ctx: VaultContext, db: Db, id: string, version: number): Promise<Jar | Unfiled | null> {
  const row = await db
    .selectFrom('profile_versions')
    .select('sealed')
    .where('profile_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) return null;
  return JSON.parse(gunzipSync(await ctx.records.open(db, at(id, version), row.sealed)).toString());
}

const filedJar = (stored: Jar | Unfiled, owners: Owners, version: number): Jar =>
  isFiled(stored) ? stored : { parts: filed({ ...EMPTY_SESSION, ...stored }, owners, version), facts: stored.facts };

/** @returns null when that version is not kept any more */
export async function openVersion(
  ctx: VaultContext,
  db: Db,
  { id, name }: Pick<ProfileRow, 'id' | 'name'>,
  version: number,
): Promise<Jar | null> {
  const stored = await readVersion(ctx, db, id, version);
  return stored && filedJar(stored, await readOwners(db, name), version);
}

/**
 * The version that is current. One from before is filed where it lies: it stays that version.
 * @throws AgentAuthError `state_dir_invalid` when it is not there
 */
export async function openCurrent(ctx: VaultContext, db: Db, { id, name, version }: ProfileRow): Promise<Jar> {
  const stored = await readVersion(ctx, db, id, version);
  if (stored === null) throw new AgentAuthError('state_dir_invalid');
  if (isFiled(stored)) return stored;
  const jar = filedJar(stored, await readOwners(db, name), version);
  await rewriteCurrent(ctx, db, { id, version }, jar);
  return jar;
}

/** The same; nothing where there is no profile yet. */
export const openNow = async (ctx: VaultContext, db: Db, row: ProfileRow | undefined): Promise<Jar> =>
  row === undefined ? EMPTY_JAR : openCurrent(ctx, db, row);

/** Writes more of what is known of the current version, whose state stays as it is. */
export async function rewriteCurrent(
  ctx: VaultContext,
  db: Db,
  { id, version }: Pick<ProfileRow, 'id' | 'version'>,
  jar: Jar,
): Promise<void> {
  await db
    .updateTable('profile_versions')
    .set({ sealed: await sealed(ctx, db, id, version, jar) })
    .where('profile_id', '=', id)
    .where('version', '=', version)
    .execute();
}

/** The number of a profile's first version: past those of deleted profiles that somebody still goes on from, so that none is taken for another. */
async function firstVersion(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('profile_pins')
    .leftJoin('profiles', 'profiles.id', 'profile_pins.profile_id')
    .select(({ fn }) => fn.max('profile_pins.version').as('last'))
    .where('profiles.id', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(last ?? 0) + 1;
}

/**
 * Writes the next version of a profile, or the first one of a new profile.
 * @throws DatabaseBusy when somebody else has written one meanwhile: the transaction is tried again
 */
export async function writeVersion(
  ctx: VaultContext,
  db: Db,
  name: string,
  before: ProfileRow | undefined,
  jar: Jar,
  written_by: WrittenBy,
): Promise<ProfileRow> {
  const now = ctx.clock();
  const row: ProfileRow = before
    ? { ...before, version: before.version + 1, updated_at: now }
    : { id: newId('prof'), name, version: await firstVersion(db), created_at: now, updated_at: now };
  if (before === undefined) await db.insertInto('profiles').values(row).execute();
  else {
    const next = db.updateTable('profiles').set(row).where('id', '=', row.id).where('version', '=', before.version);
    if ((await next.executeTakeFirst()).numUpdatedRows !== 1n) throw new DatabaseBusy();
  }

  const sum = sumOfJar(jar, await readOwners(db, name));
  await db
    .insertInto('profile_versions')
    .values({
      profile_id: row.id,
      version: row.version,
      domains: JSON.stringify(sitesOf({ ...sum, session_storage: null })),
      needs_session_storage: sum.session_storage === null ? 0 : 1,
      sealed: await sealed(ctx, db, row.id, row.version, jar),
      written_at: now,
      written_by,
    })
    .execute();
  await dropOldVersions(db, row.id);
  return row;
}

/** Versions that are neither among the last ones nor needed by anybody. */
export async function dropOldVersions(db: Db, profileId: string): Promise<void> {
  await db
    .deleteFrom('profile_versions')
    .where('profile_id', '=', profileId)
    .where('version', '<=', (eb) =>
      eb
        .selectFrom('profiles')
        .select((of) => of('version', '-', VERSIONS_KEPT).as('oldest'))
        .where('id', '=', profileId),
    )
    .where('version', 'not in', (eb) =>
      eb.selectFrom('profile_pins').select('version').where('profile_id', '=', profileId),
    )
    .execute();
}

/** Profiles with what their current version says. */
export const selectProfiles = (db: Db) =>
  db
    .selectFrom('profiles')
    .innerJoin('profile_versions', (join) =>
      join
        .onRef('profile_versions.profile_id', '=', 'profiles.id')
        .onRef('profile_versions.version', '=', 'profiles.version'),
    )
    .selectAll('profiles')
    .select(['profile_versions.domains', 'profile_versions.needs_session_storage']);

/** A profile as callers see it. */
export const showProfile = (
  row: ProfileRow & { readonly domains: string; readonly needs_session_storage: number },
): Profile => ({
  id: row.id,
  name: row.name,
  created_at: toText(row.created_at),
  updated_at: toText(row.updated_at),
  version: row.version,
  domains: JSON.parse(row.domains),
  needs_session_storage: row.needs_session_storage === 1,
});

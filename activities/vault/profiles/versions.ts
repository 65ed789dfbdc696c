import { gunzipSync, gzipSync } from 'node:zlib';
import type { Selectable } from 'kysely';
import { AgentAuthError, type Profile } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { newId } from '../store/ids.js';
import type { ProfilesTable } from '../store/schema.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { type Session, sitesOf } from './session.js';

export type ProfileRow = Selectable<ProfilesTable>;

const VERSIONS_KEPT = 3;

const at = (id: string, version: number): FieldRef => ({ table: 'profiles', id, field: 'session', version });

export const findProfileByName = (db: Db, name: string): Promise<ProfileRow | undefined> =>
  db.selectFrom('profiles').selectAll().where('name', '=', name).executeTakeFirst();

/** @throws AgentAuthError `profile_not_found` */
export async function findProfile(db: Db, idOrName: string): Promise<ProfileRow> {
  const byId = await db.selectFrom('profiles').selectAll().where('id', '=', idOrName).executeTakeFirst();
  const row = byId ?? (await findProfileByName(db, idOrName));
  if (row === undefined) throw new AgentAuthError('profile_not_found');
  return row;
}

/** @returns null when that version is not kept any more */
export async function openVersion(ctx: VaultContext, db: Db, id: string, version: number): Promise<Session | null> {
  const row = await db
    .selectFrom('profile_versions')
    .select('sealed')
    .where('profile_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) return null;
  return JSON.parse(gunzipSync(await ctx.records.open(db, at(id, version), row.sealed)).toString());
}

/** @throws AgentAuthError `state_dir_invalid` when the version that is current is not there */
export async function openCurrent(ctx: VaultContext, db: Db, { id, version }: ProfileRow): Promise<Session> {
  const session = await openVersion(ctx, db, id, version);
  if (session === null) throw new AgentAuthError('state_dir_invalid');
  return session;
}

/** Writes the next version of a profile, or the first one of a new profile. */
export async function writeVersion(
  ctx: VaultContext,
  db: Db,
  name: string,
  before: ProfileRow | undefined,
  session: Session,
): Promise<ProfileRow> {
  const now = ctx.clock();
  const row: ProfileRow = before
    ? { ...before, version: before.version + 1, updated_at: now }
    : { id: newId('prof'), name, version: 1, created_at: now, updated_at: now };
  if (before === undefined) await db.insertInto('profiles').values(row).execute();
  else await db.updateTable('profiles').set(row).where('id', '=', row.id).execute();

  const compressed = gzipSync(JSON.stringify(session));
  await db
    .insertInto('profile_versions')
    .values({
      profile_id: row.id,
      version: row.version,
      domains: JSON.stringify(sitesOf(session.storage_state)),
      needs_session_storage: session.session_storage === null ? 0 : 1,
      sealed: await ctx.records.seal(db, at(row.id, row.version), compressed),
    })
    .execute();
  await db
    .deleteFrom('profile_versions')
    .where('profile_id', '=', row.id)
    .where('version', '<=', row.version - VERSIONS_KEPT)
    .execute();
  return row;
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

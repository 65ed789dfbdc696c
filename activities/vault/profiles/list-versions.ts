import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { toTextOrNull } from '../store/times.js';
import { findProfile } from './versions.js';

/**
 * The versions that are kept, newest first.
 * @throws AgentAuthError `profile_not_found`
 */
export const profileVersions: Operation<'profiles.versions'> = {
  scope: 'orchestrate',
  writes: false,
  params: profiles.versions,
  async run({ db, params }) {
    const profile = await findProfile(db, params.id_or_name);
    const rows = await db
      .selectFrom('profile_versions')
      .select(['version', 'written_at', 'written_by', 'domains'])
      .where('profile_id', '=', profile.id)
      .orderBy('version', 'desc')
      .execute();
    return rows.map(({ version, written_at, written_by, domains }) => ({
      version,
      written_at: toTextOrNull(written_at),
      written_by,
      domains: JSON.parse(domains),
      is_current: version === profile.version,
    }));
  },
};

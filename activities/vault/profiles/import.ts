import { AgentAuthError, type StorageState } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { EMPTY_SESSION, partOf } from './session.js';
import { findProfileByName, openCurrent, selectProfiles, showProfile, writeVersion } from './versions.js';

/** What the profile holds afterwards. Of one site: what the state holds of others is left out, and theirs stays. */
function replaced(before: StorageState, given: StorageState, domain: string | undefined): StorageState {
  if (domain === undefined) return given;
  const own = partOf(given, domain);
  if (own.cookies.length + own.origins.length === 0)
    throw new AgentAuthError('invalid_input', { fields: ['storage_state'] });
  const others = partOf(before, domain, false);
  return { cookies: [...others.cookies, ...own.cookies], origins: [...others.origins, ...own.origins] };
}

/**
 * Takes over the session of one site, in place of what the profile held of that site; without a domain, of all sites.
 * @throws AgentAuthError `invalid_name`, `invalid_domain`, `invalid_input` (nothing of that site in it)
 */
export const importProfile: Operation<'profiles.import'> = {
  scope: 'admin',
  writes: true,
  params: profiles.import,
  async run({ ctx, db, params }) {
    const { name, domain } = params;
    const row = await findProfileByName(db, name);
    const before = row === undefined ? EMPTY_SESSION : await openCurrent(ctx, db, row);
    const storage_state = replaced(before.storage_state, params.storage_state, domain);
    const { id } = await writeVersion(ctx, db, name, row, { ...before, storage_state });
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sumOfJar } from './jar.js';
import { readOwners } from './owners.js';
import { ofSite, siteOfDomain } from './session.js';
import { findProfile, openCurrent } from './versions.js';

/**
 * Hands out a session: all of the profile, or one site's part.
 * @throws AgentAuthError `profile_not_found`, `invalid_domain`
 */
export const storageState: Operation<'profiles.storageState'> = {
  scope: 'orchestrate',
  writes: false,
  params: profiles.storageState,
  async run({ ctx, db, params }) {
    const row = await findProfile(db, params.id_or_name);
    const sum = sumOfJar(await openCurrent(ctx, db, row), await readOwners(db, row.name));
    if (params.domain === undefined) return sum.storage_state;
    return ofSite(sum, siteOfDomain(params.domain)).storage_state;
  },
};

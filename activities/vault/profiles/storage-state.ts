import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { partOf } from './session.js';
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
    const { storage_state } = await openCurrent(ctx, db, await findProfile(db, params.id_or_name));
    return params.domain === undefined ? storage_state : partOf(storage_state, params.domain);
  },
};

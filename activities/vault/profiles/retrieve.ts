import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { findProfile, selectProfiles, showProfile } from './versions.js';

/** @throws AgentAuthError `profile_not_found` */
export const retrieveProfile: Operation<'profiles.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: profiles.retrieve,
  async run({ db, params }) {
    const { id } = await findProfile(db, params.id_or_name);
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

import { z } from 'zod';
import type { Operation } from '../calls/operation.js';
import { text } from '../calls/schemas.js';
import { findProfile, selectProfiles, showProfile } from './versions.js';

/** @throws AgentAuthError `profile_not_found` */
export const retrieveProfile: Operation<'profiles.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: z.strictObject({ id_or_name: text }),
  async run({ db, params }) {
    const { id } = await findProfile(db, params.id_or_name);
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

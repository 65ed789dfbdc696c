import { AgentAuthError } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { EMPTY_JAR } from './jar.js';
import { findProfileByName, selectProfiles, showProfile, writeVersion } from './versions.js';

/**
 * Makes an empty profile.
 * @throws AgentAuthError `invalid_name`, `already_exists`
 */
export const createProfile: Operation<'profiles.create'> = {
  scope: 'orchestrate',
  writes: true,
  params: profiles.create,
  async run({ ctx, db, params }) {
    const { name } = params;
    if ((await findProfileByName(db, name)) !== undefined) throw new AgentAuthError('already_exists');
    const { id } = await writeVersion(ctx, db, name, undefined, EMPTY_JAR, 'create');
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

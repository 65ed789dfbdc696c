import { z } from 'zod';
import { AgentAuthError } from '../../../contract/index.js';
import type { Operation } from '../calls/operation.js';
import { checkName } from '../calls/schemas.js';
import { EMPTY_SESSION } from './session.js';
import { findProfileByName, selectProfiles, showProfile, writeVersion } from './versions.js';

/**
 * Makes an empty profile.
 * @throws AgentAuthError `invalid_name`, `already_exists`
 */
export const createProfile: Operation<'profiles.create'> = {
  scope: 'orchestrate',
  writes: true,
  params: z.strictObject({ name: z.string() }),
  async run({ ctx, db, params }) {
    const name = checkName(params.name);
    if ((await findProfileByName(db, name)) !== undefined) throw new AgentAuthError('already_exists');
    const { id } = await writeVersion(ctx, db, name, undefined, EMPTY_SESSION);
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

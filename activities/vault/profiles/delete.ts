import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import { findProfile } from './versions.js';

/** @throws AgentAuthError `profile_not_found` */
export const deleteProfile: Operation<'profiles.delete'> = {
  scope: 'admin',
  writes: true,
  params: profiles.delete,
  async run({ ctx, db, params }) {
    const { id, name } = await findProfile(db, params.id_or_name);
    await db.deleteFrom('profile_versions').where('profile_id', '=', id).execute();
    await db.deleteFrom('profiles').where('id', '=', id).execute();
    await ctx.records.forget(db, { table: 'profiles', id });
    await sessionsGone(ctx, db, name, () => true);
    return null;
  },
};

import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import { readAccounts } from './accounts.js';
import { EMPTY_JAR } from './jar.js';
import { readOwners } from './owners.js';
import { noteReplacedSessions } from './replaced.js';
import { findProfile, openCurrent } from './versions.js';

/** @throws AgentAuthError `profile_not_found` */
export const deleteProfile: Operation<'profiles.delete'> = {
  scope: 'admin',
  writes: true,
  params: profiles.delete,
  async run({ ctx, db, params }) {
    const row = await findProfile(db, params.id_or_name);
    const { id, name } = row;
    const whose = { owners: await readOwners(db, name), accounts: await readAccounts(ctx, db, name) };
    await noteReplacedSessions(db, { ...whose, before: await openCurrent(ctx, db, row), after: EMPTY_JAR });
    await db.deleteFrom('profile_versions').where('profile_id', '=', id).execute();
    await db.deleteFrom('profiles').where('id', '=', id).execute();
    await ctx.records.forget(db, { table: 'profiles', id });
    await sessionsGone(ctx, db, name, () => true);
    return null;
  },
};

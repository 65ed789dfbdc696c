import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { isFree } from './holds.js';
import { sitesIn, sumOfJar } from './jar.js';
import { readAgents, readOwners } from './owners.js';
import { pinVersion } from './pins.js';
import { findProfile, openCurrent, selectProfiles, showProfile } from './versions.js';

/**
 * Hands out a session to a browser. With a base, what it begins with is kept until it writes back. A session that a login renews just now is not
 * handed out: the site would see two at work.
 * @throws AgentAuthError `profile_not_found`
 */
export const openProfile: Operation<'profiles.open'> = {
  scope: 'orchestrate',
  // A repeat pins the same, and its answer is a session that should lie nowhere else.
  writes: false,
  params: profiles.open,
  async run({ ctx, db, params: { id_or_name, base } }) {
    const row = await findProfile(db, id_or_name);
    const [owners, agents] = [await readOwners(db, row.name), await readAgents(db, row.name)];
    const jar = await openCurrent(ctx, db, row);
    if (!(await isFree(ctx, db, row.name, { owners, agents, sites: sitesIn(jar) }))) return { in_use: true };
    if (base !== undefined) await pinVersion(ctx, db, base, row);
    const shown = showProfile(await selectProfiles(db).where('profiles.id', '=', row.id).executeTakeFirstOrThrow());
    return { ...shown, storage_state: sumOfJar(jar, owners).storage_state };
  },
};

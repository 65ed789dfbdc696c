import { agentId } from '../../../contract/names.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { takeLease } from '../leases/leases.js';
import { noteLent } from '../lifetimes/lent.js';
import { readAccounts } from './accounts.js';
import { loadedBy, sumOfJar } from './jar.js';
import { readOwners } from './owners.js';
import { seenBy, shownOf } from './seen.js';
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
  async run({ ctx, db, caller, params: { id_or_name, domain, lease } }) {
    const row = await findProfile(db, id_or_name);
    const [jar, owners, accounts] = [
      await openCurrent(ctx, db, row),
      await readOwners(db, row.name),
      await readAccounts(ctx, db, row.name),
    ];
    const leased = lease === undefined ? {} : { lease: await takeLease(ctx, db, lease, caller, row.id, domain) };
    await noteLent(ctx, db, row.name, domain === undefined ? null : siteOfDomain(domain));
    if (domain === undefined) return { ...sumOfJar(shownOf(jar, owners, accounts), owners).storage_state, ...leased };
    // Agents at hosts of one site may be different people: the reader gets what the one of that host would.
    const agent = agentId(domain, row.name);
    const account = accounts.get(agent);
    const own = account === undefined ? null : loadedBy(seenBy(jar, account), owners, agent);
    const { storage_state } = ofSite(own ?? sumOfJar(shownOf(jar, owners, accounts), owners), siteOfDomain(domain));
    return { ...storage_state, ...leased };
  },
};

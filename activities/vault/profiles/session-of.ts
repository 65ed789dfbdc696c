import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { countingParts, sumOfJar } from './jar.js';
import { readOwners } from './owners.js';
import { ofSite, siteOfDomain } from './session.js';
import { findProfile, openCurrent } from './versions.js';

/**
 * Hands out a session whole: all of the profile, or one site's part.
 * @throws AgentAuthError `profile_not_found`, `invalid_domain`
 */
export const session: Operation<'profiles.session'> = {
  scope: 'orchestrate',
  writes: false,
  params: profiles.session,
  async run({ ctx, db, params: { id_or_name, domain } }) {
    const row = await findProfile(db, id_or_name);
    const jar = await openCurrent(ctx, db, row);
    const owners = await readOwners(db, row.name);
    const sum = sumOfJar(jar, owners);
    const site = domain === undefined ? null : siteOfDomain(domain);
    const unproven = countingParts(jar, owners).filter((part) => part.unproven && (site ?? part.site) === part.site);
    return {
      profile: row.name,
      domain: domain ?? null,
      version: row.version,
      ...(site === null ? sum : ofSite(sum, site)),
      browser: jar.browser ?? null,
      unproven: [...new Set(unproven.map((part) => part.site))],
    };
  },
};

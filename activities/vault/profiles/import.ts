import { AgentAuthError, type StorageState } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import { readAccounts } from './accounts.js';
import { EMPTY_JAR, filed, type Jar, loadedBy, type Part, sitesIn, sumOfJar } from './jar.js';
import { isSame } from './merge.js';
import { type Owners, readOwners } from './owners.js';
import { shownOf } from './seen.js';
import { isEmpty, ofSite, type Session, siteOfDomain, sitesOf } from './session.js';
import { findProfileByName, openCurrent, selectProfiles, showProfile, writeVersion } from './versions.js';

interface Import {
  readonly owners: Owners;
  /** What was handed out. */
  readonly shown: Session;
  readonly given: StorageState;
  readonly version: number;
}

/**
 * The parts of a site afterwards: what is given takes the place of all of them, unless it is what there was. A browser hands back all
 * that it was given, and what nobody touched stays where it is. A storage state holds no session storage, so that stays.
 */
function replaced(before: Jar, { owners, shown, given, version }: Import, site: string): readonly Part[] {
  const there = ofSite(shown, site);
  const here: Session = ofSite({ storage_state: given, session_storage: null }, site);
  const now = isEmpty(here) ? here : { ...here, session_storage: there.session_storage };
  return isSame(there, now)
    ? before.parts.filter((part) => part.site === site)
    : filed(now, owners, version).map((part) => ({ ...part, made: null }));
}

/**
 * Takes over the session of one site, in place of what the profile held of that site; without a domain, of all sites.
 * @throws AgentAuthError `invalid_name`, `invalid_domain`, `invalid_input` (nothing of that site in it)
 */
export const importProfile: Operation<'profiles.import'> = {
  scope: 'admin',
  writes: true,
  params: profiles.import,
  async run({ ctx, db, params }) {
    const { name, domain, storage_state: given } = params;
    const row = await findProfileByName(db, name);
    const before = row === undefined ? EMPTY_JAR : await openCurrent(ctx, db, row);
    const owners = await readOwners(db, name);
    const shown = sumOfJar(shownOf(before, owners, await readAccounts(ctx, db, name)), owners);
    const wanted = { owners, shown, given, version: (row?.version ?? 0) + 1 };
    const inGiven = sitesOf({ storage_state: given, session_storage: null });
    const site = domain === undefined ? undefined : siteOfDomain(domain);
    if (site !== undefined && !inGiven.includes(site))
      throw new AgentAuthError('invalid_input', { fields: ['storage_state'] });

    const all = [...new Set([...sitesIn(before), ...inGiven])].sort();
    const parts = all.flatMap((here) =>
      site === undefined || here === site
        ? replaced(before, wanted, here)
        : before.parts.filter((part) => part.site === here),
    );
    const { id } = await writeVersion(ctx, db, name, row, { ...before, parts });
    const had = (jar: Jar, agent: string): boolean => !isEmpty(loadedBy(jar, owners, agent));
    await sessionsGone(ctx, db, name, (agent) => had(before, agent) && !had({ ...before, parts }, agent));
    return showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
  },
};

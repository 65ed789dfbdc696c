import { siteOf } from '../../../contract/address/site.js';
import { AgentAuthError, type StorageState } from '../../../contract/index.js';
import { readState } from '../../../contract/profile/imported-state.js';
import type { ImportedProfile, LeftOut } from '../../../contract/profile/profile-import.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import { noteReplaced } from '../lifetimes/lent.js';
import { sessionBrought } from '../reauth/brought.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { readAccounts } from './accounts.js';
import { isEmptied } from './emptied.js';
import { filed, type Jar, type Part, sitesIn, sumOfJar } from './jar.js';
import { isSame } from './merge.js';
import { isOwner, type Owners, readOwners } from './owners.js';
import { noteReplacedSessions } from './replaced.js';
import { shownOf } from './seen.js';
import { isEmpty, ofSite, type Session, siteOfDomain, sitesOf } from './session.js';
import { findProfileIfAny, openNow, selectProfiles, showProfile, writeVersion } from './versions.js';

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
  if (isSame(there, now)) return before.parts.filter((part) => part.site === site);
  return filed(now, owners, version).map((part) => ({ ...part, began: version, made: null }));
}

/** Sessions that were there, and when a login last showed that they work. */
function replacedSessions(before: readonly Part[], after: readonly Part[]): NonNullable<ImportedProfile['replaced']> {
  const gone = before.filter((part) => !after.includes(part));
  return [...new Set(gone.map(({ site }) => site))].map((site) => {
    const proofs = gone.flatMap((part) => (part.site === site ? (part.proven_at ?? []) : []));
    return { domain: site, proven_at: proofs.length === 0 ? null : toText(Math.max(...proofs)) };
  });
}

/** Logins that run now and will save one of these sites: what they prove takes the place of what is imported. */
async function loginsOn(db: Db, name: string, owners: Owners, sites: readonly string[]): Promise<string[]> {
  const running = await db
    .selectFrom('invocations')
    .innerJoin('agents', 'agents.id', 'invocations.agent_id')
    .select(['invocations.id', 'agents.id as agent'])
    .where('agents.profile_name', '=', name)
    .where('invocations.ended_at', 'is', null)
    .orderBy('invocations.id')
    .execute();
  return running.filter(({ agent }) => sites.some((site) => isOwner(owners, agent, site))).map(({ id }) => id);
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
    const { domain } = params;
    const { storage_state: given, left_out } = readState(params.storage_state, ctx.clock());
    const row = await findProfileIfAny(db, params.name);
    const name = row?.name ?? params.name;
    const before = await openNow(ctx, db, row);
    const owners = await readOwners(db, name);
    const accounts = await readAccounts(ctx, db, name);
    const shown = sumOfJar(shownOf(before, owners, accounts), owners);
    const wanted = { owners, shown, given, version: (row?.version ?? 0) + 1 };
    const inGiven = sitesOf({ storage_state: given, session_storage: null });
    const site = domain === undefined ? undefined : siteOfDomain(domain);
    const isOfSite = ({ domain: of }: LeftOut): boolean => site === undefined || of === null || siteOf(of) === site;
    const unfit = left_out.filter(isOfSite);
    // What was all left out is no state that somebody wants emptied.
    const isNothing = site === undefined ? inGiven.length === 0 && unfit.length > 0 : !inGiven.includes(site);
    if (isNothing)
      throw new AgentAuthError('invalid_input', {
        fields: ['storage_state'],
        expected: site === undefined ? 'something that a browser takes' : `something of ${site}`,
        left_out: unfit,
      });

    const all = [...new Set([...sitesIn(before), ...inGiven])].sort();
    const parts = all.flatMap((here) =>
      site === undefined || here === site
        ? replaced(before, wanted, here)
        : before.parts.filter((part) => part.site === here),
    );
    const { id } = await writeVersion(ctx, db, name, row, { ...before, parts }, 'import');
    const after = { ...before, parts };
    const change = { owners, accounts, before, after };
    await noteReplacedSessions(db, change);
    await sessionsGone(ctx, db, name, (agent) => isEmptied(change, agent));
    await sessionBrought(ctx, db, name);
    const profile = showProfile(await selectProfiles(db).where('profiles.id', '=', id).executeTakeFirstOrThrow());
    const changed = parts.filter((part) => !before.parts.includes(part)).map((part) => part.site);
    await noteReplaced(db, name, changed);
    const logins_running = await loginsOn(db, name, owners, changed);
    return { ...profile, replaced: replacedSessions(before.parts, parts), logins_running, left_out: unfit };
  },
};

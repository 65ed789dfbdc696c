/** What a site has renewed in its user's own browser goes back to where it came from: to its site and its owner, and to nobody else. */
import { isDeepStrictEqual } from 'node:util';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { countingParts, type Jar, type Part, sitesIn, sumOfJar } from './jar.js';
import { isSame, mergeSessions } from './merge.js';
import { type Owners, readOwners } from './owners.js';
import {
  cookieKey,
  EMPTY_SESSION,
  isEmpty,
  ofSite,
  originKey,
  type Session,
  siteOfDomain,
  sitesOf,
} from './session.js';
import { findProfile, openCurrent, openVersion, selectProfiles, showProfile, writeVersion } from './versions.js';

interface Saving {
  readonly owners: Owners;
  /** The profile as it was handed out; null where that version is not kept any more. */
  readonly base: Jar | null;
  readonly baseVersion: number;
  readonly ours: Session;
}

/** Names of all that a session holds. */
const keysOf = ({ storage_state: { cookies, origins }, session_storage }: Session): string[] => [
  ...cookies.map((cookie) => `cookie ${cookieKey(cookie)}`),
  ...origins.map((origin) => `origin ${originKey(origin)}`),
  ...Object.keys(session_storage ?? {}).map((origin) => `tab ${origin}`),
];

const only = ({ storage_state, session_storage }: Session, isIn: (key: string) => boolean): Session => ({
  storage_state: {
    cookies: storage_state.cookies.filter((cookie) => isIn(`cookie ${cookieKey(cookie)}`)),
    origins: storage_state.origins.filter((origin) => isIn(`origin ${originKey(origin)}`)),
  },
  session_storage: Object.fromEntries(
    Object.entries(session_storage ?? {}).filter(([origin]) => isIn(`tab ${origin}`)),
  ),
});

/** Of session storage a caller may give back what it was given, or nothing: neither is a change. */
function withChangedTabs(ours: Session, base: Session): Session {
  const before = base.session_storage ?? {};
  const changed = Object.entries(ours.session_storage ?? {}).filter(
    ([origin, entries]) => !isDeepStrictEqual({ ...before[origin] }, { ...entries }),
  );
  return { ...ours, session_storage: Object.fromEntries(changed) };
}

/** A browser that was not asked for IndexedDB says nothing of it: then there is what there was. */
function withDatabases(ours: Session, base: Session): Session {
  const { cookies, origins } = ours.storage_state;
  if (origins.some(({ indexedDB }) => indexedDB !== undefined)) return ours;
  const withOnes = base.storage_state.origins.filter(({ indexedDB = [] }) => indexedDB.length > 0);
  const known = new Map(withOnes.map((each) => [each.origin, each]));
  const here = origins.map((each) => ({ ...known.get(each.origin), ...each }));
  const hidden = withOnes.filter(({ origin }) => !origins.some((each) => each.origin === origin));
  const left = hidden.map((each) => ({ ...each, localStorage: [] }));
  return { ...ours, storage_state: { cookies, origins: [...here, ...left] } };
}

const isAt = (part: Part, other: Part): boolean => part.site === other.site && part.owner === other.owner;

/** The parts of a site afterwards: what was handed out of each of them, as it is now. What is new goes to the first that counts. */
function written(jar: Jar, { owners, base, baseVersion, ours }: Saving, site: string, version: number): Part[] {
  const there = jar.parts.filter((part) => part.site === site);
  const counting = [...new Set(countingParts(jar, owners))].filter((part) => part.site === site);
  const here = withDatabases(ofSite(ours, site), ofSite(sumOfJar(base ?? jar, owners), site));
  const first = counting[0];
  if (first === undefined) {
    if (!owners.has(site) || isEmpty(here)) return there;
    return [...there, { site, owner: null, for_all: false, version, session: here, unproven: true }];
  }
  const taken = new Set<string>();
  const merged = new Map<Part, Part>();
  for (const theirs of counting) {
    const before = theirs.version <= baseVersion ? theirs : base?.parts.find((part) => isAt(part, theirs));
    const known = before?.session ?? EMPTY_SESSION;
    // Where it is not known what was handed out, what was saved since is the newer one.
    const isOwn = new Set(before === undefined && theirs.version > baseVersion ? [] : keysOf(known));
    if (theirs === first && before !== undefined)
      for (const key of keysOf(here)) if (!isElsewhere(counting, theirs, key)) isOwn.add(key);
    for (const key of taken) isOwn.delete(key);
    const given = withChangedTabs(
      only(here, (key) => isOwn.has(key)),
      known,
    );
    const was = only(known, (key) => isOwn.has(key));
    const session = mergeSessions({
      base: was,
      theirs: theirs.session,
      ours: given,
      proven: 'theirs',
      now: Date.now(),
    });
    for (const key of keysOf(known)) taken.add(key);
    if (!isSame(session, theirs.session)) merged.set(theirs, { ...theirs, version, session, unproven: true });
  }
  return there.map((part) => merged.get(part) ?? part);
}

const isElsewhere = (counting: readonly Part[], part: Part, key: string): boolean =>
  counting.some((other) => other !== part && keysOf(other.session).includes(key));

/**
 * Saves what changed in a session since it was handed out, merged with what others have saved meanwhile.
 * @throws AgentAuthError `profile_not_found`, `invalid_domain`
 */
export const saveSession: Operation<'profiles.save'> = {
  scope: 'orchestrate',
  writes: true,
  params: profiles.save,
  async run({ ctx, db, params: { id_or_name, domain, version, storage_state, session_storage } }) {
    const row = await findProfile(db, id_or_name);
    const jar = await openCurrent(ctx, db, row);
    const owners = await readOwners(db, row.name);
    const base = version >= row.version ? jar : await openVersion(ctx, db, row, version);
    const ours: Session = { storage_state, session_storage };
    const saving = { owners, base, baseVersion: version, ours };
    const site = domain === null ? null : siteOfDomain(domain);
    const given = sitesOf(ours).filter((each) => site === null || each === site);
    const sites = [...new Set([...sitesIn(jar), ...given])].sort();
    const next = row.version + 1;
    const parts = sites.flatMap((each) =>
      site === null || each === site
        ? written(jar, saving, each, next)
        : jar.parts.filter((part) => part.site === each),
    );
    const left_out = given.filter((each) => !parts.some((part) => part.site === each));
    const isNew = !isDeepStrictEqual(
      parts,
      sites.flatMap((each) => jar.parts.filter((part) => part.site === each)),
    );
    if (isNew) await writeVersion(ctx, db, row.name, row, { ...jar, parts }, 'save');
    const shown = await selectProfiles(db).where('profiles.id', '=', row.id).executeTakeFirstOrThrow();
    return { ...showProfile(shown), left_out };
  },
};

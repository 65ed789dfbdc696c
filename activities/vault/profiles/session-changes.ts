/** What somebody has changed of a site since it was handed out, and the parts of the profile with it. */
import { type Entry, entriesOf, sessionOfEntries } from './entries.js';
import { isSamePlace, type Part } from './jar.js';
import { isSame, mergeSessions } from './merge.js';
import { cookieKey, EMPTY_SESSION, isEmpty, originKey, type Session, sumOf } from './session.js';

export interface SiteChanges {
  readonly site: string;
  /** Parts that were handed out, in the order in which they counted. */
  readonly then: readonly Part[];
  /** Those that would be handed out now. */
  readonly shown: readonly Part[];
  /** Whether agents of the profile name the site. */
  readonly isNamed: boolean;
  /** What there is of the site now, whole: see `wholeOf`. */
  readonly ours: Session;
  /** Version that is written. */
  readonly version: number;
  /** Ms since the epoch. */
  readonly at: number;
}

export const sumOfParts = (parts: readonly Part[]): Session => sumOf(parts.map(({ session }) => session));

/** A browser that was not asked for IndexedDB says nothing of it. */
export const saysDatabases = ({ storage_state }: Session): boolean =>
  storage_state.origins.some(({ indexedDB }) => indexedDB !== undefined);

/**
 * What somebody has of a site, with what is not seen from there: session storage of origins that no tab was at, and IndexedDB where nobody asked
 * for it are as they were handed out.
 */
export function wholeOf(before: Session, ours: Session, hasDatabases: boolean): Session {
  const { cookies, origins } = ours.storage_state;
  const session_storage = { ...before.session_storage, ...ours.session_storage };
  if (hasDatabases) return { ...ours, session_storage };
  const kept = before.storage_state.origins.flatMap(({ origin, indexedDB = [] }) =>
    indexedDB.length === 0 ? [] : [{ origin, localStorage: [], indexedDB }],
  );
  const here = origins.map((each) => ({ ...kept.find(({ origin }) => origin === each.origin), ...each }));
  const hidden = kept.filter(({ origin }) => !origins.some((each) => each.origin === origin));
  return { storage_state: { cookies, origins: [...here, ...hidden] }, session_storage };
}

/** Where an entry is: in a cookie, or in the storage of an origin, which is handed out of one part whole. */
function placeOf(entry: Entry): string {
  if (entry.kind === 'cookie') return `cookie ${cookieKey(entry.value)}`;
  return entry.kind === 'session' ? `tab ${entry.origin}` : `origin ${entry.origin}`;
}

const placesOf = ({ storage_state: { cookies, origins }, session_storage }: Session): string[] => [
  ...cookies.map((cookie) => `cookie ${cookieKey(cookie)}`),
  ...origins.map((origin) => `origin ${originKey(origin)}`),
  ...Object.keys(session_storage ?? {}).map((origin) => `tab ${origin}`),
];

/** What became of each part: what another part hid is as it was, and what is new belongs to the first. */
function sharesOf(parts: readonly Part[], ours: Session): Session[] {
  const from = new Map<string, number>();
  for (const [at, { session }] of parts.entries())
    for (const place of placesOf(session)) if (!from.has(place)) from.set(place, at);
  const here = [...entriesOf(ours).values()];
  const tabs = Object.keys(ours.session_storage ?? {});
  return parts.map(({ session }, at) => {
    const hidden = [...entriesOf(session).values()].filter((entry) => from.get(placeOf(entry)) !== at);
    const share = sessionOfEntries([...here.filter((entry) => (from.get(placeOf(entry)) ?? 0) === at), ...hidden]);
    // One that is empty now was looked at, too.
    const named = tabs.filter((origin) => (from.get(`tab ${origin}`) ?? 0) === at).map((origin) => [origin, {}]);
    return { ...share, session_storage: { ...Object.fromEntries(named), ...share.session_storage } };
  });
}

/** A part that is new is of the agents that name the site, or of nobody. */
const freshPart = ({ site, isNamed, version }: SiteChanges): Part => ({
  site,
  owner: null,
  for_all: !isNamed,
  version,
  session: EMPTY_SESSION,
  made: null,
});

/**
 * The parts of a site with the changes in them. What a login has proven meanwhile goes before what was changed of the same.
 * @param current all parts of the site
 */
export function withChanges(changes: SiteChanges, current: readonly Part[]): readonly Part[] {
  const { then, shown, ours, version, at } = changes;
  const before = then.length > 0 ? then : [{ ...(shown[0] ?? freshPart(changes)), session: EMPTY_SESSION }];
  const shares = sharesOf(before, ours);
  return before.reduce<readonly Part[]>((all, part, index) => {
    const there = all.find((one) => isSamePlace(one, part));
    const theirs = there?.session ?? EMPTY_SESSION;
    const share = shares[index] ?? EMPTY_SESSION;
    const session = mergeSessions({ base: part.session, theirs, ours: share, proven: 'theirs', now: at });
    if (isSame(theirs, session)) return all;
    const others = all.filter((one) => one !== there);
    // An empty part of its own hides from an agent what was imported for all.
    const hides = part.owner !== null && others.some(({ owner }) => owner === null);
    if (isEmpty(session) && !hides) return others;
    const { proven_at: _, ...kept } = there ?? part;
    return [...others, { ...kept, version, session, unproven: true }];
  }, current);
}

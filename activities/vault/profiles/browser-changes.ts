/** What a browser that had the sum of a profile has changed of one site, part by part. */
import { type Entry, entriesOf, sessionOfEntries } from './entries.js';
import { beganAfter, countingParts, type Jar, type Part } from './jar.js';
import { isSame, mergeSessions } from './merge.js';
import type { Owners } from './owners.js';
import { EMPTY_SESSION, isEmpty, ofSite, type Session, sumOf } from './session.js';

export interface BrowserChanges {
  readonly owners: Owners;
  /** What the browser began with. Null where that is not known any more: then it only adds. */
  readonly base: { readonly jar: Jar | null; readonly version: number };
  /** What the profile holds now. */
  readonly now: Jar;
  /** What the browser has, without session storage: nobody looks for it there. */
  readonly ours: Session;
  /** Version that is written. */
  readonly version: number;
  /** Ms since the epoch. */
  readonly at: number;
}

const partsOf = (jar: Jar, owners: Owners, site: string): Part[] =>
  countingParts(jar, owners).filter((part, index, all) => part.site === site && all.indexOf(part) === index);

const hasNoSessionStorage = ({ storage_state }: Session): Session => ({ storage_state, session_storage: null });

/** What the browser has seen of a site when it began. */
const seen = (parts: readonly Part[]): Session => hasNoSessionStorage(sumOf(parts.map(({ session }) => session)));

/** Whether the browser has made anything of a site. */
export function isChanged({ owners, base, ours }: BrowserChanges, site: string): boolean {
  const before = base.jar === null ? EMPTY_SESSION : seen(partsOf(base.jar, owners, site));
  return !isSame(before, ofSite(ours, site));
}

/** Whether what the browser began with is there no more, for an import has taken its place. */
export const isReplaced = ({ owners, base, now }: BrowserChanges, site: string): boolean =>
  base.jar !== null && partsOf(now, owners, site).some((part) => beganAfter(part, base.version));

/**
 * What the browser made of each part that it had: what was hidden from it by another part is as it was, and what is new belongs to the first.
 */
function sharesOf(parts: readonly Part[], ours: Session): Session[] {
  const left = new Map(entriesOf(ours));
  const taken = new Set<string>();
  const shares = parts.map(({ session }) => {
    const share: Entry[] = [];
    for (const [key, entry] of entriesOf(session)) {
      const now = entry.kind === 'session' || taken.has(key) ? entry : left.get(key);
      if (now !== undefined) share.push(now);
      if (entry.kind !== 'session') taken.add(key);
    }
    return share;
  });
  const added = [...left].flatMap(([key, entry]) => (taken.has(key) ? [] : [entry]));
  return shares.map((share, at) => sessionOfEntries(at === 0 ? [...share, ...added] : share));
}

/** A part that is new with the browser is of the agents that name the site, or of nobody. */
const freshPart = ({ owners, version }: BrowserChanges, site: string): Part => ({
  site,
  owner: null,
  for_all: !owners.has(site),
  version,
  session: EMPTY_SESSION,
});

const isAt = (one: Part, other: Part): boolean => one.site === other.site && one.owner === other.owner;

/** The parts of a site with what the browser has changed since it began. What a login has proven meanwhile goes before it. */
export function withBrowserChanges(changes: BrowserChanges, site: string): readonly Part[] {
  const { owners, base, now, version, at } = changes;
  const ours = ofSite(changes.ours, site);
  const current = now.parts.filter((part) => part.site === site);
  const known = base.jar === null ? [] : partsOf(base.jar, owners, site);
  const [first = freshPart(changes, site)] = partsOf(now, owners, site);
  const parts = known.length > 0 ? known : [{ ...first, session: EMPTY_SESSION }];
  return sharesOf(parts, ours).reduce<readonly Part[]>((all, share, index) => {
    const before = parts[index] ?? freshPart(changes, site);
    const there = all.find((part) => isAt(part, before));
    const theirs = there?.session ?? EMPTY_SESSION;
    const session = mergeSessions({ base: before.session, theirs, ours: share, proven: 'theirs', now: at });
    if (isSame(theirs, session)) return all;
    const others = all.filter((part) => part !== there);
    // An empty part of its own hides from an agent what was imported for all.
    const hides = before.owner !== null && others.some((part) => part.owner === null);
    if (isEmpty(session) && !hides) return others;
    const { proven_at: _, ...unproven } = there ?? { ...before };
    return [...others, { ...unproven, version, session }];
  }, current);
}

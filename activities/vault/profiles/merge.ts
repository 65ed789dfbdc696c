/** Two logins that started from one version of a profile and saved one after the other: both sessions must live. */
import { isDeepStrictEqual } from 'node:util';
import { cookieKey, originKey, type Session } from './session.js';

/**
 * Three-way merge: what ours changed since the base (or deleted) counts, the rest is theirs. Without a base, everything of ours is a
 * change and nothing was deleted.
 */
function mergeMaps<T>(
  base: ReadonlyMap<string, T>,
  theirs: ReadonlyMap<string, T>,
  ours: ReadonlyMap<string, T>,
): Map<string, T> {
  const merged = new Map<string, T>();
  for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
    const unchanged = isDeepStrictEqual(base.get(key), ours.get(key));
    const winner = (unchanged ? theirs : ours).get(key);
    if (winner !== undefined) merged.set(key, winner);
  }
  return merged;
}

const byKey = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> =>
  new Map(items.map((item) => [keyOf(item), item]));

const mergeLists = <T>(
  base: readonly T[],
  theirs: readonly T[],
  ours: readonly T[],
  keyOf: (item: T) => string,
): T[] => [...mergeMaps(byKey(base, keyOf), byKey(theirs, keyOf), byKey(ours, keyOf)).values()];

/** As it is stored: what a browser hands over differs in what JSON does not know (absent and undefined members, prototypes). */
const plain = (session: Session): Session => JSON.parse(JSON.stringify(session));

/**
 * Merges sessions cookie by cookie and origin by origin. Of session storage only what was open at the end is seen, so an origin that
 * ours does not name is theirs.
 * @param base what ours started from
 * @param theirs what is there now
 */
export function mergeSessions(base: Session, theirs: Session, ours: Session): Session {
  const [b, t, o] = [plain(base), plain(theirs), plain(ours)] as const;
  const [before, there, here] = [b.storage_state, t.storage_state, o.storage_state];
  const session_storage = { ...t.session_storage, ...o.session_storage };
  return {
    storage_state: {
      cookies: mergeLists(before.cookies, there.cookies, here.cookies, cookieKey),
      origins: mergeLists(before.origins, there.origins, here.origins, originKey),
    },
    session_storage: Object.keys(session_storage).length === 0 ? null : session_storage,
  };
}

/** Whether two sessions hold the same, in whatever order. */
export function isSame(one: Session, other: Session): boolean {
  const [a, b] = [plain(one), plain(other)].map(({ storage_state, session_storage }) => ({
    cookies: byKey(storage_state.cookies, cookieKey),
    origins: byKey(storage_state.origins, originKey),
    session_storage: session_storage ?? {},
  }));
  return isDeepStrictEqual(a, b);
}

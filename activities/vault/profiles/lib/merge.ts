/** Two logins that started from one version of a profile and saved one after the other: both sessions must live. */
import { isDeepStrictEqual } from 'node:util';
import type { StorageState } from '../../../../contract/index.js';
import type { Session } from './session.js';

type Cookie = StorageState['cookies'][number];

/** What makes a cookie the same one (RFC 6265 section 5.3 step 11, plus its partition). */
const cookieKey = ({ name, domain, path, partitionKey }: Cookie): string =>
  JSON.stringify([name, domain, path, partitionKey ?? null]);

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

const mergeRecords = <T>(
  base: Readonly<Record<string, T>>,
  theirs: Readonly<Record<string, T>>,
  ours: Readonly<Record<string, T>>,
): Record<string, T> =>
  Object.fromEntries(
    mergeMaps(new Map(Object.entries(base)), new Map(Object.entries(theirs)), new Map(Object.entries(ours))),
  );

/** As it is stored: what a browser hands over differs in what JSON does not know (absent and undefined members, prototypes). */
const plain = (session: Session): Session => JSON.parse(JSON.stringify(session));

/**
 * Merges sessions cookie by cookie and origin by origin.
 * @param base what ours started from
 * @param theirs what somebody else saved since
 */
export function mergeSessions(base: Session, theirs: Session, ours: Session): Session {
  const [b, t, o] = [plain(base), plain(theirs), plain(ours)] as const;
  const session_storage = mergeRecords(b.session_storage ?? {}, t.session_storage ?? {}, o.session_storage ?? {});
  return {
    storage_state: {
      cookies: mergeLists(b.storage_state.cookies, t.storage_state.cookies, o.storage_state.cookies, cookieKey),
      origins: mergeLists(
        b.storage_state.origins,
        t.storage_state.origins,
        o.storage_state.origins,
        ({ origin }) => origin,
      ),
    },
    session_storage: Object.keys(session_storage).length === 0 ? null : session_storage,
    facts: { ...t.facts, ...o.facts },
  };
}

import { siteOf } from '../../../contract/address/site.js';
import type { StorageState } from '../../../contract/index.js';
import type { SessionStorage } from '../types.js';

/** State of a browser. */
export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
}

export const EMPTY_SESSION: Session = { storage_state: { cookies: [], origins: [] }, session_storage: null };

/** The site of a host as browsers and imported files write it. Cookies know no port. */
function siteOfHost(host: string): string {
  const site = sites.get(host) ?? siteOf(host.toLowerCase().replace(/\.$/, ''));
  if (sites.size >= MAX_SITES) sites.clear();
  sites.set(host, site);
  return site;
}

/** By host: the same ones are asked for again and again, for each site of each session. */
const sites = new Map<string, string>();
const MAX_SITES = 2_000;

function siteOfOrigin(origin: string): string {
  return siteOfHost(URL.canParse(origin) ? new URL(origin).hostname : origin);
}

/** The site of a domain or a host of a grant. */
export const siteOfDomain = (domain: string): string => siteOfHost(new URL(`https://${domain}/`).hostname);

/** The site of a cookie is that of its own domain, whatever page has set it. */
const siteOfCookie = ({ domain }: StorageState['cookies'][number]): string => siteOfHost(domain);

/** Sites that a session holds something of, in order. */
export function sitesOf({ storage_state: { cookies, origins }, session_storage }: Session): string[] {
  const stored = [...origins.map(({ origin }) => origin), ...Object.keys(session_storage ?? {})];
  return [...new Set([...cookies.map(siteOfCookie), ...stored.map(siteOfOrigin)])].sort();
}

const orNull = (entries: [string, SessionStorage[string]][]): SessionStorage | null =>
  entries.length === 0 ? null : Object.fromEntries(entries);

/** What a session holds of some sites: cookies by their domain, storage by its origin. */
export function ofSites({ storage_state, session_storage }: Session, belongs: (site: string) => boolean): Session {
  return {
    storage_state: {
      cookies: storage_state.cookies.filter((cookie) => belongs(siteOfCookie(cookie))),
      origins: storage_state.origins.filter(({ origin }) => belongs(siteOfOrigin(origin))),
    },
    session_storage: orNull(Object.entries(session_storage ?? {}).filter(([origin]) => belongs(siteOfOrigin(origin)))),
  };
}

/** What a session holds of one site. */
export const ofSite = (session: Session, site: string): Session => ofSites(session, (other) => other === site);

export const isEmpty = ({ storage_state: { cookies, origins }, session_storage }: Session): boolean =>
  cookies.length + origins.length + Object.keys(session_storage ?? {}).length === 0;

/** Sessions put together: of what several hold, the first one's counts. */
export function sumOf(sessions: readonly Session[]): Session {
  const storage = sessions.toReversed().flatMap(({ session_storage }) => Object.entries(session_storage ?? {}));
  return {
    storage_state: {
      cookies: firstOfEach(
        sessions.flatMap(({ storage_state }) => storage_state.cookies),
        cookieKey,
      ),
      origins: firstOfEach(
        sessions.flatMap(({ storage_state }) => storage_state.origins),
        originKey,
      ),
    },
    session_storage: orNull(storage),
  };
}

/** What makes a cookie the same one (RFC 6265 section 5.3 step 11, plus its partition). */
export const cookieKey = ({ name, domain, path, partitionKey }: StorageState['cookies'][number]): string =>
  JSON.stringify([name, domain, path, partitionKey ?? null]);

export const originKey = ({ origin }: StorageState['origins'][number]): string => origin;

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
  return [...found.values()];
}

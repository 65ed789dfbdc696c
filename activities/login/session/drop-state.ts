/** A browser's state without what may have gone stale. */
import { siteOf } from '../../../contract/address/site.js';
import type { SessionState } from '../../browser/index.js';
import { isOfDevice, isOfLogin, isOfSession } from './session-names.js';

type Cookie = SessionState['storage_state']['cookies'][number];

const DAY_MS = 86_400_000;
/** What is kept this long without a name of a session is how a site knows a device again. */
const LONG_MS = 30 * DAY_MS;

/**
 * Without the session of some hosts, but with what they know the device by: what lasts no longer than the browser, what is named like a
 * session, and what only the site can read and keeps for days. All that scripts keep may be tokens.
 */
export function withoutSession(state: SessionState, isStale: (host: string) => boolean, now: number): SessionState {
  return filtered(state, {
    cookie: (cookie) => !isStale(cookie.domain) || !mayBeSession(cookie, now),
    stored: (host, name) => !isStale(host) || isOfDevice(name),
    databases: (host) => !isStale(host),
  });
}

/** Without what may be an old session of some hosts: it is as it was before. */
export function withoutOld(
  state: SessionState,
  { storage_state: old }: SessionState,
  isStale: (host: string) => boolean,
  now: number,
): SessionState {
  const keyOf = ({ domain, path, name, value }: Cookie): string => JSON.stringify([domain, path, name, value]);
  const cookies = new Set(old.cookies.map(keyOf));
  const stored = new Set(
    old.origins.flatMap(({ localStorage }) => localStorage.map(({ name, value }) => `${name}=${value}`)),
  );
  return filtered(state, {
    cookie: (cookie) => !isStale(cookie.domain) || !cookies.has(keyOf(cookie)) || !mayBeSession(cookie, now),
    stored: (host, name, value) => !isStale(host) || !stored.has(`${name}=${value}`) || isOfDevice(name),
    databases: () => true,
  });
}

/** Without anything of some hosts. */
export const withoutSites = (state: SessionState, isStale: (host: string) => boolean): SessionState =>
  filtered(state, {
    cookie: ({ domain }) => !isStale(domain),
    stored: (host) => !isStale(host),
    databases: (host) => !isStale(host),
  });

function mayBeSession({ name, expires, httpOnly }: Cookie, now: number): boolean {
  if (isOfDevice(name)) return false;
  if (expires <= 0 || isOfSession(name) || isOfLogin(name)) return true;
  return httpOnly && expires * 1000 - now < LONG_MS;
}

interface Keeps {
  cookie(cookie: Cookie): boolean;
  stored(host: string, name: string, value: string): boolean;
  databases(host: string): boolean;
}

function filtered({ storage_state, session_storage }: SessionState, keeps: Keeps): SessionState {
  const origins = storage_state.origins.map(({ indexedDB, ...origin }) => {
    const host = hostOf(origin.origin);
    const localStorage = origin.localStorage.filter(({ name, value }) => keeps.stored(host, name, value));
    const stays = indexedDB !== undefined && indexedDB.length > 0 && keeps.databases(host);
    return { ...origin, localStorage, ...(stays ? { indexedDB } : {}) };
  });
  const tabs = Object.entries(session_storage ?? {}).filter(([origin]) => keeps.databases(hostOf(origin)));
  return {
    storage_state: {
      cookies: storage_state.cookies.filter((cookie) => keeps.cookie(cookie)),
      origins: origins.filter((origin) => origin.localStorage.length > 0 || 'indexedDB' in origin),
    },
    session_storage: tabs.length === 0 ? null : Object.fromEntries(tabs),
  };
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : '');

/** Whether a host or a cookie's domain is of one of some sites, or stands above one of their hosts. */
export function isOfSites(hosts: readonly string[]): (host: string) => boolean {
  const sites = new Set(hosts.map(siteOf));
  return (host) => {
    const bare = host.replace(/^\./, '');
    return sites.has(siteOf(bare)) || hosts.some((one) => one.endsWith(`.${bare}`));
  };
}

/** Whether nothing was left out. Both in the order of the first. */
export const isSameState = (one: SessionState, other: SessionState): boolean =>
  JSON.stringify([one.storage_state, one.session_storage]) ===
  JSON.stringify([other.storage_state, other.session_storage]);

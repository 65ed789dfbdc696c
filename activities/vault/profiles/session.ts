import type { StorageState } from '../../../contract/index.js';
import { siteOf } from '../../../contract/site.js';
import type { SessionFacts, SessionStorage } from '../types.js';

/** What a version of a profile holds. */
export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
  /** By agent: a profile may hold sessions of several. */
  readonly facts: Readonly<Record<string, SessionFacts>>;
}

export const EMPTY_SESSION: Session = { storage_state: { cookies: [], origins: [] }, session_storage: null, facts: {} };

const hostOf = (origin: string): string => {
  try {
    return new URL(origin).hostname;
  } catch {
    return origin;
  }
};

/** Sites that a storage state holds something of, in order. */
export function sitesOf({ cookies, origins }: StorageState): string[] {
  const hosts = [...cookies.map(({ domain }) => domain), ...origins.map(({ origin }) => hostOf(origin))];
  return [...new Set(hosts.map(siteOf))].sort();
}

/** The part of a session storage that does not belong to the site of `domain`. */
export const withoutSite = (storage: SessionStorage | null, domain: string): SessionStorage =>
  Object.fromEntries(
    Object.entries(storage ?? {}).filter(([origin]) => siteOf(hostOf(origin)) !== siteOfDomain(domain)),
  );

const siteOfDomain = (domain: string): string => siteOf(new URL(`https://${domain}/`).hostname);

/** The part of a storage state that belongs to the site of `domain`, or the part that does not. */
export function partOf(state: StorageState, domain: string, belongs = true): StorageState {
  const site = siteOfDomain(domain);
  return {
    cookies: state.cookies.filter((cookie) => (siteOf(cookie.domain) === site) === belongs),
    origins: state.origins.filter(({ origin }) => (siteOf(hostOf(origin)) === site) === belongs),
  };
}

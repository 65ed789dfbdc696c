/** What a version of a profile holds: state by (site, owner). */
import type { BrowserIdentity } from '../../../contract/index.js';
import type { SessionFacts } from '../types.js';
import { isOwner, mayUse, type Owners } from './owners.js';
import { ofSite, type Session, sitesOf, sumOf } from './session.js';
import type { Maker } from './whose.js';

/** What is kept of one site for one owner. */
export interface Part {
  readonly site: string;
  /** The agent whose logins passed a site that nobody named. Null: the agents that name the site. */
  readonly owner: string | null;
  /** Imported when nobody named the site: every login of the profile loads it as long as nobody does. */
  readonly for_all: boolean;
  /** Version of the profile in which it was written. */
  readonly version: number;
  readonly session: Session;
  /** Whose it is. Null: imported, and no login has said; absent: from before this was kept. */
  readonly made?: Maker | null;
  /** Version in which an import took the place of what was there: what began before it is another session. */
  readonly began?: number;
  /** When a login last showed that it works, ms since the epoch; absent where none has since it changed. */
  readonly proven_at?: number;
  /** It was saved from outside, and no login has proved it since. */
  readonly unproven?: true;
  /** The agents that named the site when one wrote it that logs in elsewhere. Absent where one has that logs in there. */
  readonly written_for?: readonly string[];
}

/** Whether two parts are kept of the same site for the same owner. */
export const isSamePlace = (one: Part, other: Part): boolean => one.site === other.site && one.owner === other.owner;

export interface Jar {
  readonly parts: readonly Part[];
  /** By agent: a profile may hold sessions of several. */
  readonly facts: Readonly<Record<string, SessionFacts>>;
  /** Parts of other accounts, in whose place another one is in use; see `seen.ts`. */
  readonly aside?: readonly Part[];
  /** The browser that made its first session, which all later ones pass for; absent where none was, and before 0022. */
  readonly browser?: BrowserIdentity | null;
}

export const EMPTY_JAR: Jar = { parts: [], facts: {} };

/** Files a state that nobody's login brought: it is of the agents that name the site, or of nobody and there for all. */
export const filed = (session: Session, owners: Owners, version: number): Part[] =>
  sitesOf(session).map((site) => ({
    site,
    owner: null,
    for_all: !owners.has(site),
    version,
    session: ofSite(session, site),
  }));

const partAt = (parts: readonly Part[], site: string, owner: string | null): Part | undefined =>
  parts.find((part) => part.site === site && part.owner === owner);

/** Whether what is there is another session than what somebody started from in a version. */
export const beganAfter = ({ began = 0 }: Part, version: number): boolean => began > version;

/**
 * Whether an agent that names a site trusts what is there. Who logs in elsewhere is trusted at the site by those that name it at the same time: what such a
 * one has left behind is not what others begin with.
 */
const isTrusted = ({ written_for, site }: Part, owners: Owners, agentId: string): boolean =>
  written_for === undefined || [agentId, ...(owners.get(site) ?? [])].some((agent) => written_for.includes(agent));

/** What a login of an agent loads of a site. */
export function loadedPart({ parts }: Jar, owners: Owners, agentId: string, site: string): Part | undefined {
  if (!mayUse(owners, agentId, site)) return undefined;
  const [there, own] = [partAt(parts, site, null), partAt(parts, site, agentId)];
  const shared = there && isTrusted(there, owners, agentId) ? there : undefined;
  // What was imported for all is older than what a login made of it.
  if (shared === undefined || shared.for_all) return own ?? shared;
  return isOwner(owners, agentId, site) ? shared : own;
}

export const sitesIn = ({ parts }: Jar): string[] => [...new Set(parts.map(({ site }) => site))].sort();

/** What a login of an agent loads. */
export const loadedBy = (jar: Jar, owners: Owners, agentId: string): Session =>
  sumOf(sitesIn(jar).flatMap((site) => loadedPart(jar, owners, agentId, site)?.session ?? []));

/**
 * All parts that count, those with an owner first: of a site that agents name only theirs; else what is left of a deleted agent's, then each
 * one's own, then what nobody has owned.
 */
export function countingParts(jar: Jar, owners: Owners): Part[] {
  const named = sitesIn(jar).flatMap((site) =>
    [...(owners.get(site) ?? [])].flatMap((agent) => loadedPart(jar, owners, agent, site) ?? []),
  );
  const unnamed = jar.parts.filter(({ site }) => !owners.has(site));
  const own = unnamed.filter(({ owner }) => owner !== null).sort((a, b) => b.version - a.version);
  const left = unnamed.filter(({ owner, for_all }) => owner === null && !for_all);
  return [...named, ...left, ...own, ...unnamed.filter(({ for_all }) => for_all)];
}

/** All of a profile. */
export const sumOfJar = (jar: Jar, owners: Owners): Session =>
  sumOf(countingParts(jar, owners).map(({ session }) => session));

/** When a session ends, as far as that is known. Not known is better than too early: a wrong end is a login too many. */
import { siteOf } from '../../../contract/address/site.js';
import type { Session } from './export-session.js';
import { lastsAsLong, plausible } from './plausible-time.js';
import { holdsNothing, isAside, isOfDevice, isOfRefresh, isOfSession } from './session-names.js';
import { jwtIn, type TokenEnd, tokensIn } from './token-ends.js';

export interface CookieLike {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  readonly value: string;
  readonly expires?: number;
}

/** What a login's session is compared with. */
export interface Compared {
  /** Cookies that visitors without the session got. */
  readonly stranger?: readonly CookieLike[];
  /** What the storage of their pages held, by name. */
  readonly strangerStored?: ReadonlyMap<string, string>;
  /** Names of the cookies and entries that the visits of the proof were given again: those go on for as long as they are used. */
  readonly renewed?: ReadonlySet<string>;
  /** Values of storage before the login. */
  readonly storedBefore?: ReadonlySet<string>;
  /** Whether what a host has set may be the session. @default all may */
  readonly isOwn?: (host: string) => boolean;
}

/** Something that may be the session, and until when it is good. */
interface Candidate {
  /** `session`: by its name. `some`: came with the login, and nothing speaks against it. `script`: named like a session, and a script's. */
  readonly kind: 'session' | 'some' | 'script' | 'access' | 'refresh' | 'id';
  /** Ms since the epoch; null where it lasts for as long as nobody knows. */
  readonly at: number | null;
}

/** What nothing but its coming with the login speaks for, and that ends sooner than this, is made for a step; unless there is nothing else. */
const STEP_MS = 5 * 60_000;
/** What ends sooner than this is mostly made anew by what has no end beside it. */
const SHORT_MS = 4 * 3_600_000;
/** A shorter text is no secret. */
const MIN_SECRET = 16;

/**
 * When the session that a login left ends: the last end among what can hold it, came with the login, and is not given to strangers.
 * @param before cookies before the login
 * @param now ms since the epoch
 * @returns ms since the epoch, in the future; null where nothing says so
 */
export function sessionEnd(
  before: readonly CookieLike[],
  session: Session,
  now: number,
  compared: Compared = {},
): number | null {
  const found = [...cookiesOf(before, session, now, compared), ...tokensOf(session, now, compared)];
  const last = deciding(found, isAlone(session, compared) ? now : now + STEP_MS);
  const end = lastOf(last);
  return end !== null && end - now < SHORT_MS && isOutlived(last, found) ? null : end;
}

/** Whether something beside what has an end may be the session as well, and has none. A token that refreshes others is as good as itself. */
function isOutlived(last: readonly Candidate[], found: readonly Candidate[]): boolean {
  const has = (kind: Candidate['kind']): boolean => last.some((candidate) => candidate.kind === kind);
  if (has('refresh')) return false;
  const open = found.filter(({ at }) => at === null).map(({ kind }) => kind);
  return open.includes('session') || open.includes('script') || (open.includes('some') && !has('session'));
}

/** Whether there is one thing only that the session can be. */
function isAlone(session: Session, { isOwn = () => true }: Compared): boolean {
  const cookies = session.storage_state.cookies.filter(({ name, domain }) => isOwn(domain) && !isAside(name));
  return cookies.length === 1 && !storesAny(session, isOwn);
}

/** Whether pages of some hosts keep anything. A tab that was read and holds nothing does not. */
export function storesAny({ storage_state, session_storage }: Session, isOwn: (host: string) => boolean): boolean {
  const tabs = Object.entries(session_storage ?? {}).filter(([, stored]) => Object.keys(stored).length > 0);
  const origins = [...storage_state.origins.map(({ origin }) => origin), ...tabs.map(([origin]) => origin)];
  return origins.some((origin) => isOwnOrigin(origin, isOwn));
}

const isOwnOrigin = (origin: string, isOwn: (host: string) => boolean): boolean =>
  URL.canParse(origin) && isOwn(new URL(origin).hostname);

/** Of all candidates those that say when the session ends; none where what holds it does not say so. */
function deciding(found: readonly Candidate[], soonest: number): readonly Candidate[] {
  const of = (...kinds: Candidate['kind'][]): Candidate[] => found.filter(({ kind }) => kinds.includes(kind));
  // Whatever else there is, it is made anew by this.
  const refresh = of('refresh');
  if (refresh.length > 0) return refresh;
  const named = of('session');
  const isKept = named.some(({ at }) => at === null);
  const access = of('access').filter(({ at }) => at !== null);
  if (named.length > 0) return isKept ? named : [...named, ...access];
  if (access.length > 0) return [...access, ...of('some')];
  const id = of('id').filter(({ at }) => at !== null);
  // An opaque token may be good for ever.
  if (of('access').length > 0) return [];
  return [...of('some').filter(({ at }) => at !== null && at >= soonest), ...id];
}

function lastOf(candidates: readonly Candidate[]): number | null {
  const ends = candidates.flatMap(({ at }) => at ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
}

const keyOf = ({ name, domain, path }: CookieLike): string => `${domain} ${path} ${name}`;

function cookiesOf(
  before: readonly CookieLike[],
  { storage_state }: Session,
  now: number,
  { stranger = [], renewed = new Set(), isOwn = () => true }: Compared,
): Candidate[] {
  const old = new Map(before.map((cookie) => [keyOf(cookie), cookie.value]));
  return storage_state.cookies
    .filter(({ domain }) => isOwn(domain))
    .filter((cookie) => old.get(keyOf(cookie)) !== cookie.value)
    .flatMap((cookie): Candidate[] => {
      const { name, value, httpOnly } = cookie;
      if (holdsNothing(value) || isAside(name) || (cookie.expires > 0 && cookie.expires * 1000 <= now)) return [];
      const token = jwtIn(name, value, now);
      const end = plausible(cookie.expires * 1000, now);
      const given = stranger.filter((other) => other.name === name && siteOf(other.domain) === siteOf(cookie.domain));
      const isGiven = given.some(({ expires = -1 }) => isSameLife(cookie.expires, expires, now));
      // A script keeps it for as long as it likes, whatever it is good for.
      if (!httpOnly && isOfRefresh(name)) return [{ kind: 'refresh', at: token?.at ?? null }];
      if (!httpOnly && token === null)
        return isOfSession(name) && !isGiven && value.length >= MIN_SECRET ? [{ kind: 'script', at: null }] : [];
      const isKnown = end !== null && !isGiven && !renewed.has(name);
      const at = isKnown ? earlier(end, token?.at ?? null) : null;
      if (isOfRefresh(name)) return [{ kind: 'refresh', at }];
      if (token !== null)
        return [{ kind: token.kind === 'access' ? 'session' : token.kind, at: tokenAt(token, end, renewed.has(name)) }];
      if (isOfSession(name)) return [{ kind: 'session', at }];
      return isGiven ? [] : [{ kind: 'some', at }];
    });
}

/** A token in a cookie that ends earlier lasts only as long as the cookie. */
const tokenAt = ({ at }: TokenEnd, end: number | null, isRenewed: boolean): number | null =>
  isRenewed ? null : at === null ? end : earlier(at, end);

const earlier = (one: number, other: number | null): number => (other === null ? one : Math.min(one, other));

/** Also where neither has an end. */
function isSameLife(one: number, other: number, now: number): boolean {
  if (one <= 0 || other <= 0) return one <= 0 && other <= 0;
  return lastsAsLong(one * 1000, other * 1000, now);
}

function tokensOf(
  { storage_state, session_storage }: Session,
  now: number,
  { strangerStored = new Map(), storedBefore = new Set(), renewed = new Set(), isOwn = () => true }: Compared,
): Candidate[] {
  const entries = [
    ...storage_state.origins
      .filter(({ origin }) => isOwnOrigin(origin, isOwn))
      .flatMap(({ localStorage }) => localStorage.map(({ name, value }) => [name, value] as const)),
    ...Object.entries(session_storage ?? {})
      .filter(([origin]) => isOwnOrigin(origin, isOwn))
      .flatMap(([, stored]) => Object.entries(stored)),
  ];
  const databases = storage_state.origins
    .filter(({ origin }) => isOwnOrigin(origin, isOwn))
    .map((origin) => origin.indexedDB);
  const refreshes = /"?\w*refresh_?token/i.test(JSON.stringify(databases) ?? '');
  return [
    ...(refreshes ? [{ kind: 'refresh', at: null } as const] : []),
    ...entries
      .filter(([name]) => !isOfDevice(name))
      .flatMap(([name, value]) => {
        const given = strangerStored.get(name);
        const theirs = given === undefined ? [] : tokensIn(name, given, now);
        const tokens = tokensIn(name, value, now);
        // Old tokens may be kept beside those of now. What refreshes them is good until it is refused.
        if (storedBefore.has(value)) return tokens.filter(({ kind }) => kind === 'refresh').map(unknownEnd);
        const own = tokens.filter((token) => !theirs.some((other) => isSameToken(token, other, now)));
        return renewed.has(name) ? own.map(unknownEnd) : own;
      }),
  ];
}

const unknownEnd = ({ kind }: TokenEnd): Candidate => ({ kind, at: null });

const isSameToken = (one: TokenEnd, other: TokenEnd, now: number): boolean =>
  one.kind === other.kind &&
  (one.at === null || other.at === null ? one.at === other.at : lastsAsLong(one.at, other.at, now));

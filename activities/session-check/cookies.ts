/** Cookies of a stored session as a browser would send and take them (RFC 6265 sections 5.3 and 5.4). */
import { Cookie, defaultPath, domainMatch, pathMatch } from 'tough-cookie';
import { isLoopback } from '../../contract/address/host.js';
import { hasPublicSuffix, siteOf } from '../../contract/address/site.js';
import type { StorageState } from '../../contract/index.js';

type Stored = StorageState['cookies'][number];

const hostOf = ({ domain }: Stored): string => domain.replace(/^\./, '');

const isOver = ({ expires }: Stored, now: number): boolean => expires > 0 && expires * 1000 <= now;

/** Whether it is not one that the site has only as a frame of another one (CHIPS). */
function isOwn({ partitionKey }: Stored, host: string): boolean {
  if (!partitionKey) return true;
  const top = URL.canParse(partitionKey) ? new URL(partitionKey).hostname : partitionKey;
  return siteOf(top) === siteOf(host);
}

function isFor(cookie: Stored, url: URL): boolean {
  const host = url.hostname;
  const isHost = cookie.domain.startsWith('.')
    ? domainMatch(host, hostOf(cookie)) === true
    : cookie.domain.toLowerCase() === host;
  const isSafe = !cookie.secure || url.protocol === 'https:' || isLoopback(host);
  return isHost && isSafe && isOwn(cookie, host) && pathMatch(url.pathname, cookie.path);
}

/** Those that a request carries. */
export const cookiesFor = (cookies: readonly Stored[], url: URL, now: number): Stored[] =>
  cookies.filter((cookie) => !isOver(cookie, now) && isFor(cookie, url)).sort((a, b) => b.path.length - a.path.length);

/** Whether one of those that a request would carry has run out. */
export const hasRunOut = (cookies: readonly Stored[], url: URL, now: number): boolean =>
  cookies.some((cookie) => isOver(cookie, now) && isFor(cookie, url));

export const cookieHeader = (cookies: readonly Stored[]): string =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

const SAME_SITE = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;

function taken(header: string, url: URL, now: number): Stored | null {
  const cookie = Cookie.parse(header, { loose: true });
  if (!cookie) return null;
  const host = url.hostname;
  const named = cookie.domain?.toLowerCase() ?? null;
  // A whole suffix, or another host, is not the site's to set.
  if (
    named !== null &&
    named !== host &&
    (!domainMatch(host, named) || (hasPublicSuffix(host) && !named.includes('.')))
  )
    return null;
  if (named !== null && siteOf(named) !== siteOf(host)) return null;
  const expiry = cookie.expiryTime(new Date(now));
  const sameSite = SAME_SITE[(cookie.sameSite ?? 'lax') as keyof typeof SAME_SITE] ?? 'Lax';
  return {
    name: cookie.key,
    value: cookie.value,
    domain: named === null ? host : `.${named}`,
    path: cookie.path?.startsWith('/') ? cookie.path : defaultPath(url.pathname),
    expires: expiry === undefined || expiry === Number.POSITIVE_INFINITY ? -1 : Math.max(expiry, 0) / 1000,
    httpOnly: cookie.httpOnly,
    secure: cookie.secure,
    sameSite,
  };
}

const isSame = (one: Stored, other: Stored): boolean =>
  one.name === other.name && hostOf(one) === hostOf(other) && one.path === other.path;

/** The cookies after an answer. */
export function withTaken(
  cookies: readonly Stored[],
  url: URL,
  setCookies: readonly string[],
  now: number,
): readonly Stored[] {
  let all = cookies;
  for (const header of setCookies) {
    const cookie = taken(header, url, now);
    if (cookie === null) continue;
    const before = all.find((other) => isSame(cookie, other) && isOwn(other, url.hostname));
    const rest = all.filter((other) => other !== before);
    const isGone = cookie.expires !== -1 && cookie.expires * 1000 <= now;
    const kept = before?.partitionKey === undefined ? cookie : { ...cookie, partitionKey: before.partitionKey };
    all = isGone ? rest : [...rest, kept];
  }
  return all;
}

/** Whether some are gone. */
export const hasFewer = (before: readonly Stored[], after: readonly Stored[]): boolean =>
  before.some((cookie) => !after.some((other) => isSame(cookie, other)));

/** Whether some have other values than before. */
export function hasOtherValues(before: readonly Stored[], after: readonly Stored[]): boolean {
  const keyOf = ({ name, domain, path, partitionKey = '' }: Stored) =>
    JSON.stringify([name, domain, path, partitionKey]);
  const values = new Map(before.map((cookie) => [keyOf(cookie), cookie.value]));
  return after.some((cookie) => (values.get(keyOf(cookie)) ?? cookie.value) !== cookie.value);
}

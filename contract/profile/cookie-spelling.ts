/**
 * Cookies as programs write them down: Playwright, Puppeteer, Selenium, EditThisCookie, Cookie-Editor, Firefox. They differ in names, in
 * units, and in what they leave out.
 */
import { type Cookie, isAddress } from './cookie-rules.js';

type Members = Readonly<Record<string, unknown>>;

/** Seconds; the last second of the year 9999, the last that browsers know. */
const LAST = 253_402_300_799;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

/** Chrome's own files count µs since 1601: more than the µs since 1970 of any day that a cookie ends on. */
const LEAST_OF_CHROME = 11_000_000_000_000_000;
const CHROME_BEGINS = 11_644_473_600;

/** Seconds since the epoch, from seconds, ms, µs, a date or what Chrome's files have; -1: as long as the browser runs. */
function expiresOf({ session, expires, expirationDate, expiry, expiryDate }: Members): number {
  const given = expires ?? expirationDate ?? expiry ?? expiryDate;
  if (session === true || given === undefined || given === null || given === '') return -1;
  const number = typeof given === 'number' ? given : Number(given);
  let seconds = Number.isFinite(number) ? number : Date.parse(String(given)) / 1000;
  // 0 is how programs write none, and so are other moments before there was a web.
  if (!Number.isFinite(seconds) || seconds <= 0) return -1;
  if (seconds > LEAST_OF_CHROME) return seconds / 1_000_000 - CHROME_BEGINS;
  while (seconds > LAST) seconds /= 1000;
  return seconds;
}

const SAME_SITE: Readonly<Record<string, Cookie['sameSite']>> = {
  strict: 'Strict',
  lax: 'Lax',
  none: 'None',
  no_restriction: 'None',
  '0': 'None',
  '1': 'Lax',
  '2': 'Strict',
};

/** What a browser does where nothing is said, and where a cookie for all sites is not `Secure`. */
function sameSiteOf({ sameSite, samesite }: Members, secure: boolean): Cookie['sameSite'] {
  const said = SAME_SITE[String(sameSite ?? samesite ?? '').toLowerCase()] ?? 'Lax';
  return said === 'None' && !secure ? 'Lax' : said;
}

/** Without a dot for one host, with one for all below it. */
function domainOf({ domain, host, url, hostOnly }: Members): string | null {
  const given = textOf(domain) ?? textOf(host) ?? textOf(url);
  if (given === null) return null;
  const trimmed = given.trim().toLowerCase();
  const written = trimmed.includes('://') && URL.canParse(trimmed) ? new URL(trimmed).hostname : trimmed;
  const bare = written.replace(/^\./, '').replace(/\.$/, '');
  const isOne = typeof hostOnly === 'boolean' ? hostOnly : !written.startsWith('.');
  return isOne || isAddress(bare) || !bare.includes('.') ? bare : `.${bare}`;
}

/** The site in whose pages the cookie is; null where it is in those of all. */
function partitionOf({ partitionKey }: Members): string | null {
  if (!isMembers(partitionKey)) return textOf(partitionKey) || null;
  return textOf(partitionKey.sourceOrigin) || textOf(partitionKey.topLevelSite) || null;
}

/** Members of all spellings, which the one spelling takes the place of. */
const KNOWN = new Set([
  ...[
    'name',
    'value',
    'domain',
    'host',
    'url',
    'hostOnly',
    'path',
    'expires',
    'expirationDate',
    'expiry',
    'expiryDate',
  ],
  ...['session', 'httpOnly', 'httponly', 'secure', 'sameSite', 'samesite', 'partitionKey', 'storeId', 'id', 'size'],
  ...['priority', 'sameParty', 'sourceScheme', 'sourcePort', 'partitionKeyOpaque', 'partitioned', 'firstPartyDomain'],
]);

/**
 * A cookie as Playwright writes it, with what else its browser said of it; null if it is not a cookie.
 */
export function readCookie(given: unknown): Cookie | null {
  if (!isMembers(given)) return null;
  const [name, value, domain] = [textOf(given.name), textOf(given.value), domainOf(given)];
  if (name === null || value === null || domain === null) return null;
  const secure = given.secure === true;
  const path = (textOf(given.path) ?? '').trim();
  const partitionKey = partitionOf(given);
  const more = Object.entries(given).filter(([key]) => !KNOWN.has(key));
  return {
    ...Object.fromEntries(more),
    name: name.replace(/^[ \t]+|[ \t]+$/g, ''),
    value: value.replace(/^[ \t]+|[ \t]+$/g, ''),
    domain,
    path: path.startsWith('/') ? path : '/',
    expires: expiresOf(given),
    httpOnly: given.httpOnly === true || given.httponly === true,
    secure,
    sameSite: sameSiteOf(given, secure),
    ...(partitionKey === null ? {} : { partitionKey }),
  };
}

/** A session that was made elsewhere, in the shapes that people have. */

import { AgentAuthError } from '../errors/errors.js';
import { type Cookie, cookieProblem } from './cookie-rules.js';
import { readCookie } from './cookie-spelling.js';
import { readCookiesTxt } from './netscape-cookies.js';
import type { StorageState } from './profile.js';
import type { LeftOut } from './profile-import.js';

export interface ReadState {
  readonly storage_state: StorageState;
  readonly left_out: readonly LeftOut[];
}

type Origin = StorageState['origins'][number];
type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameIn = (given: unknown): string => (isMembers(given) && typeof given.name === 'string' ? given.name : '');

const placeOf = ({ name, domain, path, partitionKey }: Cookie): string =>
  JSON.stringify([name, domain, path, partitionKey]);

function readCookies(given: readonly unknown[], now: number): { cookies: Cookie[]; left_out: LeftOut[] } {
  const cookies = new Map<string, Cookie>();
  const left_out: LeftOut[] = [];
  for (const one of given) {
    const cookie = readCookie(one);
    const reason = cookie === null ? 'not_a_cookie' : cookieProblem(cookie, now);
    if (cookie !== null && reason === null) cookies.set(placeOf(cookie), cookie);
    else if (reason !== null) left_out.push({ name: nameIn(one), domain: cookie?.domain ?? null, reason });
  }
  return { cookies: [...cookies.values()], left_out };
}

/** A list of names and values, or an object of them. */
function readStorage(given: unknown): Origin['localStorage'] | null {
  const list = isMembers(given) ? Object.entries(given).map(([name, value]) => ({ name, value })) : (given ?? []);
  if (!Array.isArray(list)) return null;
  const isEntry = (one: unknown) => isMembers(one) && typeof one.name === 'string' && typeof one.value === 'string';
  return list.every(isEntry) ? list : null;
}

function readOrigin(given: unknown): Origin | null {
  if (!isMembers(given) || typeof given.origin !== 'string' || !URL.canParse(given.origin)) return null;
  const { protocol, origin } = new URL(given.origin);
  const localStorage = readStorage(given.localStorage);
  const { indexedDB } = given;
  const isWhole = localStorage !== null && (indexedDB === undefined || Array.isArray(indexedDB));
  return isWhole && /^https?:$/.test(protocol) ? { ...given, origin, localStorage } : null;
}

/** @throws AgentAuthError `invalid_input` */
function listsOf(given: unknown): { readonly cookies: readonly unknown[]; readonly origins: readonly unknown[] } {
  if (Array.isArray(given)) return { cookies: given, origins: [] };
  if (isMembers(given)) {
    const { cookies = [], origins = [] } = given;
    const hasSome = given.cookies !== undefined || given.origins !== undefined;
    if (hasSome && Array.isArray(cookies) && Array.isArray(origins)) return { cookies, origins };
  }
  throw new AgentAuthError('invalid_input', { fields: ['storage_state'], expected: SHAPES });
}

const SHAPES =
  "Playwright's storage state, a JSON list of cookies (Puppeteer, Selenium, EditThisCookie, Cookie-Editor), or the text of a Netscape cookies.txt";

/** @throws AgentAuthError `invalid_input`; the text is not repeated */
function parsed(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (!/^[[{]/.test(plain)) return readCookiesTxt(plain);
  try {
    return JSON.parse(plain);
  } catch {
    throw new AgentAuthError('invalid_input', { fields: ['storage_state'], expected: 'JSON that is whole' });
  }
}

/**
 * Reads a session in any of the shapes. What a browser would not take is left out: it would fail each login that starts from it.
 * @param now ms since the epoch
 * @throws AgentAuthError `invalid_input`, which says what is taken; nothing of the session is in it
 */
export function readState(given: unknown, now: number): ReadState {
  const lists = listsOf(typeof given === 'string' ? parsed(given) : given);
  const { cookies, left_out } = readCookies(lists.cookies, now);
  const origins: Origin[] = [];
  for (const one of lists.origins) {
    const origin = readOrigin(one);
    if (origin !== null) origins.push(origin);
    else {
      const name = isMembers(one) && typeof one.origin === 'string' ? one.origin : '';
      left_out.push({ name, domain: null, reason: 'not_an_origin' });
    }
  }
  return { storage_state: { cookies, origins }, left_out };
}

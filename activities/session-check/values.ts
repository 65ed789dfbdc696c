/** Values that a site's scripts put into headers of their requests, and where in the session those came from. */
import type { SessionStorage, StorageState } from '../../contract/index.js';
import type { ValueSource } from '../vault/probe.js';
import { cookiesFor } from './cookies.js';

/** What a request can be made of. */
export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
}

/** A shorter one stands in many places by chance. */
const MIN_LENGTH = 8;
const MAX_DEPTH = 4;

/** Headers that a browser writes itself, or that say nothing of who asks. */
const PLAIN =
  /^(?:accept.*|cache-control|pragma|connection|content-type|cookie|host|if-.*|origin|priority|range|referer|sec-.*|te|upgrade-insecure-requests|user-agent|x-requested-with|dnt|purpose)$/i;

type Place = Omit<ValueSource, 'header' | 'before' | 'isOld'>;

function* valuesIn(text: string, place: Omit<Place, 'path'>): Generator<readonly [string, Place]> {
  yield [text, { ...place, path: [] }];
  if (!/^\s*[{["]/.test(text)) return;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return;
  }
  const open: (readonly [unknown, readonly string[]])[] = [[json, []]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, path] = next;
    if (typeof value === 'string') yield [value, { ...place, path }];
    else if (typeof value === 'object' && value !== null && path.length < MAX_DEPTH)
      for (const [key, each] of Object.entries(value)) open.push([each, [...path, key]]);
  }
}

function* stored({ storage_state: { cookies, origins }, session_storage }: Session, url: URL, now: number) {
  for (const { origin, localStorage } of origins)
    for (const { name, value } of localStorage) yield* valuesIn(value, { from: 'local', at: origin, key: name });
  for (const [origin, entries] of Object.entries(session_storage ?? {}))
    for (const [key, value] of Object.entries(entries)) yield* valuesIn(value, { from: 'session', at: origin, key });
  for (const { name, value } of cookiesFor(cookies, url, now))
    for (const each of new Set([value, decoded(value)]))
      yield [each, { from: 'cookie', at: url.hostname, key: name, path: [] }] as readonly [string, Place];
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Where the values of a request's headers came from.
 * @param isOld whether a value was there before anybody logged in
 * @returns null where one can't be found again: nobody could repeat the request
 */
export function sourcesOf(
  headers: Readonly<Record<string, string>>,
  session: Session,
  url: URL,
  now: number,
  isOld: (value: string) => boolean,
): readonly ValueSource[] | null {
  const found: ValueSource[] = [];
  for (const [header, whole] of Object.entries(headers)) {
    if (PLAIN.test(header)) continue;
    const before = /^[A-Za-z]+ /.exec(whole)?.[0] ?? '';
    const value = whole.slice(before.length);
    const place =
      value.length < MIN_LENGTH ? undefined : [...stored(session, url, now)].find(([text]) => text === value)?.[1];
    if (place !== undefined) found.push({ header: header.toLowerCase(), before, ...place, isOld: isOld(value) });
    // Without what says who asks it is another request; what else a script sends may be left out. No GET needs proof that a page of the site sent it.
    else if (/auth|token|session|api-?key/i.test(header) && !/csrf|xsrf/i.test(header)) return null;
  }
  return found;
}

/** @returns null where it is not there any more */
export function valueAt(source: ValueSource, session: Session, url: URL, now: number): string | null {
  for (const [text, place] of stored(session, url, now)) {
    const isIt =
      place.from === source.from &&
      place.at === source.at &&
      place.key === source.key &&
      JSON.stringify(place.path) === JSON.stringify(source.path);
    if (isIt) return text;
  }
  return null;
}

/** Whether a token says itself that its time is over (RFC 7519 section 4.1.4). */
export function isOverToken(value: string, now: number): boolean {
  const [, claims, signature] = value.split('.');
  if (claims === undefined || signature === undefined) return false;
  try {
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly exp?: unknown };
    return typeof exp === 'number' && exp * 1000 <= now;
  } catch {
    return false;
  }
}

/** Whether scripts of the site can get themselves another token: that one is refused says nothing of the session then. */
export function canRefresh(session: Session, at: string): boolean {
  const texts = [
    ...session.storage_state.origins.filter(({ origin }) => origin === at).flatMap((each) => each.localStorage),
    ...Object.entries(session.session_storage?.[at] ?? {}).map(([name, value]) => ({ name, value })),
    ...session.storage_state.cookies,
  ];
  return texts.some(({ name, value }) => /refresh/i.test(name) || /"[^"]*refresh[^"]*token[^"]*":"/i.test(value));
}

/** Which of the requests that a site's pages made may be asked again. */

import type { ProbeRequest } from '../vault/probe.js';
import { actsWhenOpened } from './acting-path.js';
import { type Session, sourcesOf } from './values.js';

/** A GET request that the pages of a session made. */
export interface SeenRequest {
  readonly url: string;
  readonly type: 'document' | 'api';
  readonly headers: Readonly<Record<string, string>>;
  /** Of its answer; null where that was not said. */
  readonly bytes: number | null;
}

/** So many are tried. */
const MAX_TRIED = 4;

/** Paths that renew something, or say something of the moment. */
const MOVES =
  /refresh|renew|rotat|keep-?alive|heartbeat|\bping\b|\bpoll\b|stream|events?\b|socket|download|export|send|toggle|trigger|mark-/i;
/** Parameters that carry what entitles to something. */
const SECRET = /token|code|secret|session|^sid$|ticket|signature|^sig$|nonce|^state$|password|api_?key/i;
/** Something made by a machine. */
const MADE = /^[A-Za-z0-9_+/=-]{24,}$/;

function isTransient(address: string): boolean {
  const { pathname, searchParams } = new URL(address);
  if (actsWhenOpened(pathname) || MOVES.test(pathname)) return true;
  return [...searchParams].some(
    ([name, value]) => SECRET.test(name) || MADE.test(value) || actsWhenOpened(value) || actsWhenOpened(name),
  );
}

/** The answers of scripts are shorter than pages, and no page has to be made for them. */
const costOf = ({ type, bytes }: SeenRequest): number => bytes ?? (type === 'api' ? 4_096 : 65_536);

const MEDIA_TYPES = /^[\w.+*/;=, -]{1,200}$/;

/** What a script asked for by itself; `fetch` asks for anything. */
function acceptOf(type: SeenRequest['type'], headers: SeenRequest['headers']): Pick<ProbeRequest, 'accept'> {
  const own = Object.entries(headers).find(([name]) => name.toLowerCase() === 'accept')?.[1] ?? '*/*';
  return type === 'api' && MEDIA_TYPES.test(own) ? { accept: own } : {};
}

/**
 * Requests that may tell a session from none, the cheapest first.
 * @param session as it is now
 * @param now ms since the epoch
 * @param isOld whether a value was there before anybody logged in
 */
export function candidatesOf(
  seen: readonly SeenRequest[],
  session: Session,
  now: number,
  isOld: (value: string) => boolean = () => false,
): ProbeRequest[] {
  const found = new Map<string, ProbeRequest>();
  for (const { url, type, headers } of seen.toSorted((a, b) => costOf(a) - costOf(b))) {
    if (found.size >= MAX_TRIED || found.has(url) || isTransient(url)) continue;
    const values = sourcesOf(headers, session, new URL(url), now, isOld);
    const marked = Object.keys(headers).some((name) => name.toLowerCase() === 'x-requested-with');
    if (values !== null) found.set(url, { url, type, ...acceptOf(type, headers), values, marked });
  }
  return [...found.values()];
}

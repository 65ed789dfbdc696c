import type { Session } from './export-session.js';
import { isInfrastructure } from './infrastructure.js';

interface CookieLike {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  readonly value: string;
}

/**
 * When the session that a login left ends, as far as it says so: the earliest end among the cookies that scripts can't read and that came or
 * changed with the login, and among the tokens in storage.
 * @param before cookies before the login
 * @param now ms since the epoch
 * @returns ms since the epoch; null when nothing says so
 */
export function sessionEnd(before: readonly CookieLike[], session: Session, now: number): number | null {
  const ends = [...cookieEnds(before, session), ...tokenEnds(session, now)].filter((end) => end > now);
  return ends.length === 0 ? null : Math.min(...ends);
}

const keyOf = ({ name, domain, path }: CookieLike): string => `${domain} ${path} ${name}`;

function cookieEnds(before: readonly CookieLike[], { storage_state }: Session): number[] {
  const old = new Map(before.map((cookie) => [keyOf(cookie), cookie.value]));
  return storage_state.cookies
    .filter((cookie) => cookie.httpOnly && cookie.expires > 0 && !isInfrastructure(cookie.name))
    .filter((cookie) => old.get(keyOf(cookie)) !== cookie.value)
    .map(({ expires }) => expires * 1000);
}

function tokenEnds({ storage_state, session_storage }: Session, now: number): number[] {
  const values = [
    ...storage_state.origins.flatMap(({ localStorage }) => localStorage.map(({ value }) => value)),
    ...Object.values(session_storage ?? {}).flatMap((entries) => Object.values(entries)),
  ];
  return values.flatMap((value) => tokenEnd(value, now));
}

/** Ends of the token that a stored value is or holds. With a refresh token beside it, a token's end is not the session's. */
function tokenEnd(value: string, now: number): number[] {
  const own = jwtEnd(value);
  if (own !== null) return [own];
  const stored = parseObject(value);
  if (stored === null || Object.keys(stored).some((key) => /refresh/i.test(key))) return [];
  return Object.entries(stored).flatMap(([key, member]) => {
    if (typeof member === 'string') return jwtEnd(member) ?? [];
    if (typeof member !== 'number') return [];
    if (/^expires_?in$/i.test(key)) return now + member * 1000;
    return /^(expires_?at|exp|expires)$/i.test(key) ? toMs(member) : [];
  });
}

/** `exp` of a JWT (RFC 7519 section 4.1.4). */
function jwtEnd(text: string): number | null {
  const match = /^"?(?:Bearer )?[\w-]{8,}\.([\w-]{8,})\.[\w-]*"?$/.exec(text);
  const claims = match?.[1] === undefined ? null : parseObject(Buffer.from(match[1], 'base64url').toString('utf8'));
  return typeof claims?.exp === 'number' ? toMs(claims.exp) : null;
}

/** Times later than the year 5138 in seconds are in ms. */
const toMs = (time: number): number => (time > 1e11 ? time : time * 1000);

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

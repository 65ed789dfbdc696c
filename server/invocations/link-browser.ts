import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { MAX_LIMIT_SECONDS } from '../../contract/invocation/invocation.js';

/** One for each login: nobody can tell by it who opened two links. */
const COOKIE = 'agent_auth_link';
/** A day longer than any login waits. Seconds. */
const KEPT_FOR = MAX_LIMIT_SECONDS + 24 * 3600;
/** 32 random bytes, base64url. */
const SECRET = /^[\w-]{43}$/;

/** What a browser keeps to open its link again; a new one for a browser that has none. */
export function browserOf(context: Context): { readonly secret: string; readonly hash: string } {
  const kept = getCookie(context, COOKIE) ?? '';
  const secret = SECRET.test(kept) ? kept : randomBytes(32).toString('base64url');
  return { secret, hash: createHash('sha256').update(secret).digest('hex') };
}

/** The browser keeps it for this login alone, and no script can read it. */
export function keepInBrowser(context: Context, id: string, secret: string, isHttps: boolean): void {
  setCookie(context, COOKIE, secret, {
    path: `/agents/auth/invocations/${id}`,
    httpOnly: true,
    secure: isHttps,
    sameSite: 'Strict',
    maxAge: KEPT_FOR,
  });
}

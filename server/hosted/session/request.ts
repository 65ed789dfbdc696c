import { type Trouble, troubleOf } from './trouble.js';

const ANSWER_MS = 20_000;

/** The right to one invocation: the token (RFC 7519) that the one-time code was exchanged for, and what entitles to answers. */
export interface Session {
  readonly invocationId: string;
  readonly jwt: string;
  /** Code of the link, which entitles to answers; null once there is nothing more to answer. */
  readonly code: string | null;
  /** The code can be exchanged again, in this browser. */
  readonly lasts: boolean;
}

export type Answer = { readonly ok: true; readonly response: Response } | { readonly ok: false; readonly why: Trouble };

export const invocationPath = (invocationId: string): string =>
  `/agents/auth/invocations/${encodeURIComponent(invocationId)}`;

/**
 * Asks our own server; nothing here throws.
 * @param body sent as JSON by POST; none is a GET
 * @param credentials `same-origin` where the browser shows that the link is its own
 */
export async function ask(
  path: string,
  jwt: string | null,
  body?: unknown,
  credentials: RequestCredentials = 'omit',
): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(jwt !== null && { authorization: `Bearer ${jwt}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      credentials,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return response.ok ? { ok: true, response } : { ok: false, why: await troubleIn(response) };
  } catch {
    return { ok: false, why: 'offline' };
  }
}

async function troubleIn(response: Response): Promise<Trouble> {
  const body: unknown = await response.json().catch(() => null);
  const code = body !== null && typeof body === 'object' && 'code' in body ? body.code : null;
  return troubleOf(response.status, code);
}

/** Sessions as logins leave them, for the tests of their ends. */
import type { Session } from '../../../activities/login/session/export-session.js';

export const NOW = 1_700_000_000_000;
export const inSeconds = (seconds: number): number => NOW / 1000 + seconds;

export const cookie = (name: string, expires: number, more: { httpOnly?: boolean; value?: string } = {}) => ({
  name,
  value: more.value ?? 'v',
  domain: 'site.test',
  path: '/',
  expires,
  httpOnly: more.httpOnly ?? true,
  secure: true,
  sameSite: 'Lax' as const,
});

export const session = (cookies: ReturnType<typeof cookie>[], stored: Record<string, string> = {}): Session => ({
  storage_state: {
    cookies,
    origins: [
      { origin: 'https://site.test', localStorage: Object.entries(stored).map(([name, value]) => ({ name, value })) },
    ].filter(({ localStorage }) => localStorage.length > 0),
  },
  session_storage: null,
});

export const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims)]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
    .concat('.s');

export const HOUR = 3_600;
export const DAY = 86_400;
export const scripts = { httpOnly: false };
export const opaque = 'Zk3n5tQ9x7Lw2Pq8';
export type Cookies = ReturnType<typeof cookie>[];

import { describe, expect, it } from 'vitest';
import type { Session } from '../../../activities/login/session/export-session.js';
import { sessionEnd } from '../../../activities/login/session/session-end.js';

const NOW = 1_700_000_000_000;
const inSeconds = (seconds: number): number => NOW / 1000 + seconds;

const cookie = (name: string, expires: number, more: { httpOnly?: boolean; value?: string } = {}) => ({
  name,
  value: more.value ?? 'v',
  domain: 'site.test',
  path: '/',
  expires,
  httpOnly: more.httpOnly ?? true,
  secure: true,
  sameSite: 'Lax' as const,
});

const session = (cookies: ReturnType<typeof cookie>[], stored: Record<string, string> = {}): Session => ({
  storage_state: {
    cookies,
    origins: [
      { origin: 'https://site.test', localStorage: Object.entries(stored).map(([name, value]) => ({ name, value })) },
    ],
  },
  session_storage: null,
});

const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims)]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
    .concat('.s');

describe('cookies', () => {
  it('the earliest end among those that scripts cannot read counts', () => {
    const left = session([cookie('long', inSeconds(900)), cookie('sid', inSeconds(60)), cookie('visit', -1)]);
    expect(sessionEnd([], left, NOW)).toBe(NOW + 60_000);
  });

  it('one that scripts can read is no session', () => {
    expect(sessionEnd([], session([cookie('seen_banner', inSeconds(5), { httpOnly: false })]), NOW)).toBeNull();
  });

  it('one that was there before counts only with a new value', () => {
    const before = [cookie('sid', inSeconds(10), { value: 'old' })];
    expect(sessionEnd(before, session([cookie('sid', inSeconds(20), { value: 'old' })]), NOW)).toBeNull();
    expect(sessionEnd(before, session([cookie('sid', inSeconds(20), { value: 'new' })]), NOW)).toBe(NOW + 20_000);
  });

  it.each(['__cf_bm', 'AWSALB', 'datadome', 'incap_ses_123_456'])('%s belongs to a firewall, not to a user', (name) => {
    expect(sessionEnd([], session([cookie(name, inSeconds(30))]), NOW)).toBeNull();
  });

  it('what ended already says nothing', () => {
    expect(sessionEnd([], session([cookie('flash', inSeconds(-5))]), NOW)).toBeNull();
  });
});

describe('tokens in storage', () => {
  it.each([
    ['a JWT', jwt({ exp: inSeconds(300) }), 300_000],
    ['a JWT in JSON', JSON.stringify({ token: jwt({ exp: inSeconds(300) }) }), 300_000],
    ['expires_in', JSON.stringify({ access_token: 'opaque', expires_in: 120 }), 120_000],
    ['expires_at in seconds', JSON.stringify({ token: 'opaque', expires_at: inSeconds(60) }), 60_000],
    ['expires_at in ms', JSON.stringify({ token: 'opaque', expires_at: NOW + 60_000 }), 60_000],
  ])('%s', (_, value, ms) => {
    expect(sessionEnd([], session([], { auth: value }), NOW)).toBe(NOW + ms);
  });

  it.each([
    ['one that is refreshed', JSON.stringify({ access_token: 'a', refresh_token: 'r', expires_in: 120 })],
    ['a JWT without an end', jwt({ sub: 'me' })],
    ['something else', '{"theme":"dark"}'],
    ['broken JSON', '{"expires_in": 5'],
    ['a text', 'hello.world.again'],
  ])('%s says nothing', (_, value) => {
    expect(sessionEnd([], session([], { auth: value }), NOW)).toBeNull();
  });
});

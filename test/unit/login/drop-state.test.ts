import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../activities/browser/index.js';
import {
  isOfSites,
  isSameState,
  withoutOld,
  withoutSession,
  withoutSites,
} from '../../../activities/login/session/drop-state.js';

const NOW = 1_700_000_000_000;
const DAY = 86_400;
const inDays = (days: number): number => NOW / 1000 + days * DAY;
const isStale = isOfSites(['app.site.test']);

const cookie = (name: string, expires: number, more: { httpOnly?: boolean; domain?: string; value?: string } = {}) => ({
  name,
  value: more.value ?? 'v',
  domain: more.domain ?? '.site.test',
  path: '/',
  expires,
  httpOnly: more.httpOnly ?? true,
  secure: true,
  sameSite: 'Lax' as const,
});

const state = (
  cookies: ReturnType<typeof cookie>[],
  stored: Record<string, string> = {},
  more: Partial<SessionState> = {},
): SessionState => ({
  storage_state: {
    cookies,
    origins: [
      {
        origin: 'https://app.site.test',
        localStorage: Object.entries(stored).map(([name, value]) => ({ name, value })),
        indexedDB: [{ name: 'db' }],
      },
    ],
  },
  session_storage: { 'https://app.site.test': { tab: '1' }, 'https://idp.test': { tab: '2' } },
  ...more,
});

describe('without the session', () => {
  it.each([
    ['PHPSESSID', -1],
    ['anything', -1],
    ['connect.sid', inDays(90)],
    ['remember_web_59ba', inDays(365)],
    ['user_session', inDays(200)],
    ['logged_in', inDays(300)],
    ['k7', inDays(1)],
  ])('%s goes', (name, expires) => {
    expect(withoutSession(state([cookie(name, expires)]), isStale, NOW).storage_state.cookies).toEqual([]);
  });

  it.each([
    ['device_id', inDays(1), true],
    ['trusted_device_token', inDays(30), true],
    ['mfa_remembered', inDays(30), true],
    ['remember_browser', -1, true],
    ['k7', inDays(365), true],
    ['lang', inDays(1), false],
    ['cookie_banner', inDays(365), false],
  ])('%s stays', (name, expires, httpOnly) => {
    expect(
      withoutSession(state([cookie(name, expires, { httpOnly })]), isStale, NOW).storage_state.cookies,
    ).toHaveLength(1);
  });

  it('what pages keep goes, but for what names the device', () => {
    const left = withoutSession(state([], { token: 'x', deviceId: 'd', theme: 'dark' }), isStale, NOW);
    expect(left.storage_state.origins).toEqual([
      { origin: 'https://app.site.test', localStorage: [{ name: 'deviceId', value: 'd' }] },
    ]);
    expect(left.session_storage).toEqual({ 'https://idp.test': { tab: '2' } });
  });

  it('that of other sites stays', () => {
    const others = [cookie('sid', -1, { domain: 'idp.test' }), cookie('sid', -1, { domain: '.mysite.test' })];
    expect(withoutSession(state(others), isStale, NOW).storage_state.cookies).toEqual(others);
  });
});

describe('without the site', () => {
  it('nothing of it is left, at any of its hosts', () => {
    const cookies = [cookie('device_id', inDays(300)), cookie('a', -1, { domain: 'www.site.test' })];
    expect(withoutSites(state(cookies, { deviceId: 'd' }), isStale)).toEqual({
      storage_state: { cookies: [], origins: [] },
      session_storage: { 'https://idp.test': { tab: '2' } },
    });
  });

  it('a host below is reached by what stands above it', () => {
    expect(isOfSites(['a.localhost'])('.localhost')).toBe(true);
    expect(isOfSites(['localhost'])('other.test')).toBe(false);
  });
});

describe('without an old session', () => {
  it('what the login changed or brought stays, as do devices', () => {
    const old = state([cookie('sid', -1), cookie('auth', -1), cookie('device', -1)], { token: 'old', jwt: 'old' });
    const now = state(
      [cookie('sid', -1), cookie('auth', -1, { value: 'new' }), cookie('device', -1), cookie('ticket', -1)],
      { token: 'old', jwt: 'new' },
    );
    const left = withoutOld(now, old, isStale, NOW);
    expect(left.storage_state.cookies.map(({ name }) => name)).toEqual(['auth', 'device', 'ticket']);
    expect(left.storage_state.origins[0]?.localStorage).toEqual([{ name: 'jwt', value: 'new' }]);
  });

  it('is the same where nothing is old', () => {
    const now = state([cookie('sid', -1)], { jwt: 'new' });
    expect(isSameState(withoutOld(now, state([]), isStale, NOW), now)).toBe(true);
    expect(isSameState(withoutOld(now, now, isStale, NOW), now)).toBe(false);
  });
});

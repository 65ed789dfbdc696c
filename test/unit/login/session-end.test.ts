import { describe, expect, it } from 'vitest';
import { sessionEnd } from '../../../activities/login/session/session-end.js';
import { type Cookies, cookie, DAY, HOUR, inSeconds, jwt, NOW, opaque, scripts, session } from './left-sessions.js';

describe('cookies', () => {
  it('the one that is named like a session counts', () => {
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

  it('the only one counts, however soon it ends, also beside a tab that holds nothing', () => {
    const left = { ...session([cookie('k', inSeconds(30))]), session_storage: { 'https://site.test': {} } };
    expect(sessionEnd([], left, NOW)).toBe(NOW + 30_000);
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

describe('the end of the session is not the earliest of anything', () => {
  it.each<[string, Cookies, Record<string, string>, number | null]>([
    ['a nonce beside a session', [cookie('oidc.nonce', inSeconds(60)), cookie('sid', inSeconds(DAY))], {}, DAY],
    [
      'a nonce beside one that ends with the browser',
      [cookie('login_nonce', inSeconds(60)), cookie('sid', -1)],
      {},
      null,
    ],
    ['a step beside one that ends with the browser', [cookie('k', inSeconds(30)), cookie('PHPSESSID', -1)], {}, null],
    ['a step beside what else there is', [cookie('k', inSeconds(30)), cookie('id', -1)], {}, null],
    ['a step beside storage', [cookie('k', inSeconds(30))], { app: 'x' }, null],
    ['whatever it is, alone', [cookie('k', inSeconds(30))], {}, 30],
    ['a name that says nothing', [cookie('k', inSeconds(HOUR))], {}, HOUR],
    [
      'an idle session that is remembered',
      [cookie('sid', inSeconds(HOUR)), cookie('remember_me', inSeconds(30 * DAY))],
      {},
      30 * DAY,
    ],
    [
      'a device that is known',
      [cookie('sid', inSeconds(HOUR)), cookie('trusted_device', inSeconds(90 * DAY))],
      {},
      HOUR,
    ],
    ['a CSRF token', [cookie('XSRF-TOKEN', inSeconds(60))], {}, null],
    ['a session of analytics', [cookie('amplitude_session', inSeconds(1800))], {}, null],
    ['a cookie for ever', [cookie('sid', inSeconds(400 * DAY))], {}, null],
    ['a cookie that is emptied', [cookie('sid', inSeconds(60), { value: '' })], {}, null],
    [
      'a token in a cookie',
      [cookie('t', inSeconds(DAY), { httpOnly: false, value: jwt({ exp: inSeconds(HOUR) }) })],
      {},
      HOUR,
    ],
    [
      'access and refresh in cookies',
      [cookie('access_token', inSeconds(300)), cookie('refresh_token', inSeconds(30 * DAY))],
      {},
      30 * DAY,
    ],
    ['a refresh token under another key', [], { at: jwt({ exp: inSeconds(300) }), refreshToken: 'r-9a8b7c' }, null],
    [
      'a refresh token that says its end',
      [],
      { id_token: jwt({ exp: inSeconds(300) }), rt: jwt({ typ: 'Refresh', exp: inSeconds(DAY) }) },
      DAY,
    ],
    ['a refresh token in a cookie', [cookie('refreshToken', -1)], { token: jwt({ exp: inSeconds(300) }) }, null],
    [
      'one entry a token, as MSAL',
      [],
      {
        'uid.idp-idtoken-c': JSON.stringify({ credentialType: 'IdToken', secret: jwt({ exp: inSeconds(3600) }) }),
        'uid.idp-accesstoken-c': JSON.stringify({
          credentialType: 'AccessToken',
          secret: opaque,
          expiresOn: String(inSeconds(3600)),
        }),
        'uid.idp-refreshtoken-c': JSON.stringify({ credentialType: 'RefreshToken', secret: opaque }),
      },
      null,
    ],
    [
      'all in one entry, deep, as oidc-client and Firebase',
      [],
      {
        'firebase:authUser:k': JSON.stringify({
          uid: 'u',
          stsTokenManager: {
            refreshToken: opaque,
            accessToken: jwt({ exp: inSeconds(3600) }),
            expirationTime: NOW + 3_600_000,
          },
        }),
      },
      null,
    ],
    [
      'JSON in JSON, as redux-persist',
      [],
      { 'persist:root': JSON.stringify({ auth: JSON.stringify({ token: jwt({ exp: inSeconds(HOUR) }) }) }) },
      HOUR,
    ],
    [
      'an id token beside an access token',
      [],
      { id_token: jwt({ exp: inSeconds(300), nonce: 'n' }), access_token: jwt({ exp: inSeconds(HOUR) }) },
      HOUR,
    ],
    [
      'an id token beside an opaque one',
      [],
      { tokens: JSON.stringify({ id_token: jwt({ exp: inSeconds(300) }), access_token: opaque }) },
      null,
    ],
    ['an id token alone', [], { id_token: jwt({ exp: inSeconds(HOUR) }) }, HOUR],
    [
      'a cached answer',
      [],
      { 'api/me': JSON.stringify({ data: { name: 'Ada' }, expires: NOW + 5_000, ttl: 5 }) },
      null,
    ],
    ['a cache of tokens of others', [], { 'feature-flags': JSON.stringify({ token: opaque, expires_in: 5 }) }, null],
    ["a visitor's token", [], { visitor_token: jwt({ exp: inSeconds(60) }) }, null],
    ['a token beside a session without an end', [cookie('sid', -1)], { api: jwt({ exp: inSeconds(300) }) }, null],
    [
      'a token beside a session that lasts longer',
      [cookie('sid', inSeconds(DAY))],
      { api: jwt({ exp: inSeconds(300) }) },
      DAY,
    ],
    ['an opaque token beside a step', [cookie('k', inSeconds(HOUR))], { auth_token: opaque }, null],
    [
      'a token of minutes beside a session without an end',
      [cookie('connect.sid', -1), cookie('auth_token', inSeconds(900))],
      {},
      null,
    ],
    [
      'a cached session beside it',
      [cookie('app.session_token', -1), cookie('app.session_data', inSeconds(300))],
      {},
      null,
    ],
    [
      'a token of a minute, as Clerk',
      [
        cookie('__session', -1, { ...scripts, value: jwt({ exp: inSeconds(60) }) }),
        cookie('__client', inSeconds(400 * DAY), { value: jwt({ rotating_token: opaque }) }),
      ],
      {},
      null,
    ],
    [
      "one that scripts keep beside it, as Stytch's",
      [
        cookie('stytch_session', inSeconds(HOUR), { ...scripts, value: opaque }),
        cookie('stytch_session_jwt', inSeconds(HOUR), { ...scripts, value: jwt({ exp: inSeconds(300) }) }),
      ],
      {},
      null,
    ],
    ['a token in storage beside what refreshes it', [cookie('rt', -1)], { token: jwt({ exp: inSeconds(900) }) }, null],
    [
      'a step beside what only the site reads',
      [cookie('.App.Cookies', -1), cookie('TempData', inSeconds(600))],
      {},
      null,
    ],
    [
      'a refresh token that a script keeps for long',
      [
        cookie('c.accessToken', inSeconds(365 * DAY), { ...scripts, value: jwt({ exp: inSeconds(HOUR) }) }),
        cookie('c.refreshToken', inSeconds(365 * DAY), scripts),
      ],
      {},
      null,
    ],
    [
      'a basket beside a session, as WooCommerce',
      [cookie('wordpress_logged_in_a1', inSeconds(14 * DAY)), cookie('wp_woocommerce_session_a1', inSeconds(2 * DAY))],
      {},
      14 * DAY,
    ],
    [
      'that somebody was logged in once, as GitHub',
      [cookie('user_session', inSeconds(14 * DAY)), cookie('logged_in', inSeconds(365 * DAY), { value: 'yes' })],
      {},
      14 * DAY,
    ],
    ...['username:ada', 'ada%40site.test', 'ada@site.test'].map(
      (value): [string, Cookies, Record<string, string>, number] => [
        `the remembered name ${value}`,
        [cookie('sid', inSeconds(DAY)), cookie('REMEMBER_ME', inSeconds(365 * DAY), { value })],
        {},
        DAY,
      ],
    ),
    ...['remember_username', 'rememberedEmail', 'remember-me-user'].map(
      (name): [string, Cookies, Record<string, string>, number] => [
        `the name that ${name} keeps`,
        [cookie('sid', inSeconds(DAY)), cookie(name, inSeconds(365 * DAY))],
        {},
        DAY,
      ],
    ),
    [
      'a session that is remembered, as Devise',
      [cookie('_app_session', -1), cookie('remember_user_token', inSeconds(14 * DAY))],
      {},
      14 * DAY,
    ],
    ['microseconds', [], { auth: JSON.stringify({ token: opaque, expires_at: (NOW + 60_000) * 1000 }) }, 60],
    ['text', [], { auth: JSON.stringify({ token: opaque, expires_at: new Date(NOW + 60_000).toISOString() }) }, 60],
    ...[Number.MAX_SAFE_INTEGER, 1e15, 1e300, -1, 0, Number.NaN, '9999-12-31T23:59:59Z', null, {}].map(
      (time): [string, Cookies, Record<string, string>, null] => [
        `the impossible ${String(time)}`,
        [],
        {
          auth: JSON.stringify({ token: opaque, expires_at: time, expires_in: time, exp: time }),
          jwt: jwt({ exp: time }),
        },
        null,
      ],
    ),
  ])('%s', (_, cookies, stored, seconds) => {
    const end = sessionEnd([], session(cookies, stored), NOW);
    expect(end === null ? null : (end - NOW) / 1000).toBe(seconds);
  });

  it('a refresh token in the database of a page counts too', () => {
    const left = session([], { token: jwt({ exp: inSeconds(300) }) });
    const [origin] = left.storage_state.origins;
    const indexedDB = [{ name: 'auth', stores: [{ records: [{ value: { refreshToken: opaque } }] }] }];
    expect(
      sessionEnd([], { ...left, storage_state: { cookies: [], origins: [{ ...origin!, indexedDB }] } }, NOW),
    ).toBeNull();
  });
});

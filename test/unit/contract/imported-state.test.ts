import { describe, expect, it } from 'vitest';
import { readState } from '../../../contract/profile/imported-state.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const LATER = NOW / 1000 + 3600;
const BASE = { name: 'sid', value: 'secret-value', domain: 'shop.example', path: '/' };
const WHOLE = { ...BASE, expires: -1, httpOnly: false, secure: false, sameSite: 'Lax' };

const cookieOf = (more: object) => {
  const { storage_state, left_out } = readState([{ ...BASE, ...more }], NOW);
  return storage_state.cookies[0] ?? left_out[0]?.reason;
};

describe('cookies as programs write them', () => {
  it.each<[string, object, object]>([
    [
      'Playwright',
      { expires: LATER, httpOnly: true, secure: true, sameSite: 'none' },
      { expires: LATER, sameSite: 'None' },
    ],
    ['Puppeteer', { expires: -1, size: 12, session: true, sameParty: false, sourcePort: 443 }, WHOLE],
    [
      'Puppeteer, partitioned',
      { secure: true, partitionKey: { sourceOrigin: 'https://a.example' } },
      { partitionKey: 'https://a.example' },
    ],
    [
      'Selenium',
      { expiry: LATER, httpOnly: true, sameSite: 'Strict' },
      { expires: LATER, httpOnly: true, sameSite: 'Strict' },
    ],
    [
      'EditThisCookie',
      { expirationDate: LATER + 0.5, hostOnly: false, sameSite: 'no_restriction', secure: true, storeId: '0', id: 1 },
      { domain: '.shop.example', sameSite: 'None' },
    ],
    ['Cookie-Editor', { hostOnly: true, domain: '.shop.example', sameSite: null, session: true, storeId: null }, WHOLE],
    ['an extension that says unspecified', { sameSite: 'unspecified' }, { sameSite: 'Lax' }],
    ['Firefox, in ms', { expires: LATER * 1000, sameSite: 256 }, { expires: LATER, sameSite: 'Lax' }],
    ['a script, in µs', { expires: LATER * 1e6 }, { expires: LATER }],
    ["Chrome's own file, in µs since 1601", { expires: (LATER + 11_644_473_600) * 1e6 }, { expires: LATER }],
    ['a script, as a date', { expires: new Date(LATER * 1000).toISOString() }, { expires: LATER }],
    ['a script, as text', { expires: String(LATER) }, { expires: LATER }],
    ['one that writes 0 for none', { expires: 0 }, { expires: -1 }],
    ['one without a path', { path: '' }, { path: '/' }],
    ['one for all sites, not Secure', { sameSite: 'None' }, { sameSite: 'Lax' }],
    ['one with an address', { domain: 'https://shop.example/login' }, { domain: 'shop.example' }],
    ['one with an IP address', { domain: '.127.0.0.1' }, { domain: '127.0.0.1' }],
    ['a __Host- cookie that is right', { name: '__Host-a', secure: true }, { name: '__Host-a' }],
  ])('%s', (_, given, expected) => {
    expect(cookieOf(given)).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['control_character', { value: 'a\nb' }],
    ['control_character', { value: 'a\r\n' }],
    ['control_character', { value: 'a\tb' }],
    ['reserved_character', { name: '', value: 'a=b' }],
    ['invalid_partition', { partitionKey: 'chrome-extension://abc', secure: true }],
    ['control_character', { name: 'a\u0000b' }],
    ['reserved_character', { value: 'a;b' }],
    ['reserved_character', { name: 'a=b' }],
    ['no_name_or_value', { name: '', value: '' }],
    ['too_large', { value: 'x'.repeat(4094) }],
    ['too_large', { value: 'é'.repeat(2047) }],
    ['invalid_domain', { domain: 'no host' }],
    ['invalid_domain', { domain: 'shop.example:8080' }],
    ['invalid_domain', { domain: '' }],
    ['invalid_domain', { domain: '0x7f.1' }],
    ['invalid_domain', { domain: '.127.1' }],
    ['public_suffix', { domain: '.co.uk' }],
    ['expired', { expires: NOW / 1000 - 1 }],
    ['expired', { expires: NOW - 1 }],
    ['host_prefix', { name: '__Host-a', secure: true, path: '/x' }],
    ['host_prefix', { name: '__host-a', secure: true, domain: '.shop.example' }],
    ['host_prefix', { name: '__Host-a' }],
    ['secure_prefix', { name: '__Secure-a' }],
    ['partition_needs_secure', { partitionKey: 'https://a.example' }],
    ['invalid_partition', { partitionKey: 'a.example', secure: true }],
    ['invalid_path', { path: '/a;b' }],
    ['not_a_cookie', { value: undefined }],
  ])('are left out as %s: %j', (reason, given) => {
    expect(cookieOf(given)).toBe(reason);
  });

  it('are named when they are left out, never quoted, and the rest is taken', () => {
    const bad = { ...BASE, name: '__Secure-b' };
    const { storage_state, left_out } = readState({ cookies: [BASE, bad, null], origins: [] }, NOW);
    expect(storage_state.cookies).toEqual([WHOLE]);
    expect(left_out).toEqual([
      { name: '__Secure-b', domain: 'shop.example', reason: 'secure_prefix' },
      { name: '', domain: null, reason: 'not_a_cookie' },
    ]);
    expect(JSON.stringify(left_out)).not.toContain(BASE.value);
  });

  it('of one name and place are the last one', () => {
    expect(readState([BASE, { ...BASE, value: 'newer' }], NOW).storage_state.cookies).toMatchObject([
      { value: 'newer' },
    ]);
  });
});

describe('a file', () => {
  const TXT = [
    '# Netscape HTTP Cookie File',
    '',
    `#HttpOnly_.shop.example\tTRUE\t/\tTRUE\t${LATER}\tsid\tsecret-value`,
    'shop.example\tFALSE\t/a\tFALSE\t0\tother\twith spaces',
    'shop.example\tFALSE\t/\tFALSE\t0\tempty',
  ];

  it.each([['\n'], ['\r\n']])('of Netscape cookies is read, lines ended by %j', (end) => {
    const { cookies } = readState(TXT.join(end), NOW).storage_state;
    expect(cookies).toMatchObject([
      { name: 'sid', domain: '.shop.example', httpOnly: true, secure: true, expires: LATER },
      { name: 'other', domain: 'shop.example', path: '/a', value: 'with spaces', expires: -1 },
      { name: 'empty', value: '' },
    ]);
  });

  it.each([
    ['JSON with a mark of its encoding', `\uFEFF${JSON.stringify({ cookies: [BASE] })}`],
    ['JSON without origins', JSON.stringify({ cookies: [BASE] })],
    ['JSON with an address beside', JSON.stringify({ url: 'https://shop.example', cookies: [BASE] })],
    ['a list', JSON.stringify([BASE])],
  ])('of %s is read', (_, text) => {
    expect(readState(text, NOW)).toEqual({ storage_state: { cookies: [WHOLE], origins: [] }, left_out: [] });
  });

  it('keeps localStorage, as a list or an object, and what else a browser says', () => {
    const origins = [
      { origin: 'https://shop.example/', localStorage: { t: 'v' } },
      { origin: 'https://a.example', localStorage: [{ name: 't', value: 'v' }], indexedDB: [{ name: 'db' }], more: 1 },
      { origin: 'chrome://settings', localStorage: [] },
      { origin: 'https://b.example', localStorage: [{ name: 't' }] },
    ];
    expect(readState({ origins }, NOW)).toEqual({
      storage_state: {
        cookies: [],
        origins: [
          { origin: 'https://shop.example', localStorage: [{ name: 't', value: 'v' }] },
          {
            origin: 'https://a.example',
            localStorage: [{ name: 't', value: 'v' }],
            indexedDB: [{ name: 'db' }],
            more: 1,
          },
        ],
      },
      left_out: [
        { name: 'chrome://settings', domain: null, reason: 'not_an_origin' },
        { name: 'https://b.example', domain: null, reason: 'not_an_origin' },
      ],
    });
  });

  it.each<[string, unknown]>([
    ['half of JSON', '{"cookies": [{"name": "sid", "value": "secret-value"'],
    ['any text', 'name=sid; secret-value'],
    ['another object', { secret: 'secret-value' }],
    ['cookies that are none', { cookies: 'secret-value' }],
  ])('of another kind is refused, and not quoted: %s', (_, given) => {
    try {
      readState(given, NOW);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid_input', details: { expected: expect.any(String) } });
      expect(JSON.stringify(error)).not.toContain('secret-value');
    }
  });
});

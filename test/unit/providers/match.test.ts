import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchItems, type RankedItem, targetOf } from '../../../activities/providers/matching/match.js';
import { sameSite } from '../../../contract/address/site.js';

const item = (
  id: string,
  urls: readonly (string | { url: string; reach: 'host' | 'never' })[],
  more: Partial<RankedItem> = {},
): RankedItem => ({
  vault_id: 'v',
  item_id: id,
  title: id,
  vault_name: 'Work',
  addresses: urls.map((url) => (typeof url === 'string' ? { url, reach: 'site' } : url)),
  account: 'ada',
  has_password: true,
  has_totp: false,
  version: '1',
  updated_at: null,
  priority: 0,
  ...more,
});

const classOf = (address: string | { url: string; reach: 'host' | 'never' }, domain: string) => {
  const [candidate] = matchItems([item('i', [address])], targetOf(domain)).candidates;
  return candidate?.match ?? candidate?.lost;
};

describe('one address', () => {
  it.each([
    ['https://example.com/login?x=1', 'example.com', 'exact'],
    ['example.com', 'example.com', 'exact'],
    ['EXAMPLE.com.', 'example.com', 'exact'],
    ['*.example.com', 'example.com', 'exact'],
    ['https://www.example.com', 'example.com', 'exact'],
    ['http://example.com', 'example.com', 'exact'],
    ['https://example.com:443', 'example.com', 'exact'],
    ['https://example.com:8443', 'example.com', 'host'],
    ['https://example.com', 'app.example.com', 'parent'],
    ['https://eu.example.com', 'a.eu.example.com', 'parent'],
    ['*.example.com', 'app.example.com', 'parent'],
    ['https://login.example.com', 'app.example.com', 'site'],
    ['https://admin.example.com', 'example.com', 'below'],
    ['https://bücher.example', 'xn--bcher-kva.example', 'exact'],
    ['https://example.co.uk', 'app.example.co.uk', 'parent'],
    ['http://localhost:4000/x', 'localhost:4000', 'exact'],
    ['http://127.0.0.1:81', '127.0.0.1:81', 'exact'],
    ['https://intranet', 'intranet', 'exact'],
    ['https://10.0.0.7', '10.0.0.7', 'exact'],

    ['https://example.org', 'example.com', 'other_site'],
    ['https://example.com.evil.test', 'example.com', 'other_site'],
    ['https://notexample.com', 'example.com', 'other_site'],
    ['https://evil.test/example.com', 'example.com', 'other_site'],
    ['https://evil.test?u=https://example.com', 'example.com', 'other_site'],
    ['https://me.github.io', 'you.github.io', 'other_site'],
    ['https://github.io', 'you.github.io', 'other_site'],
    ['co.uk', 'example.co.uk', 'other_site'],
    ['com', 'example.com', 'other_site'],
    ['https://10.0.0.7', '10.0.0.8', 'other_site'],
    ['https://intranet', 'wiki', 'other_site'],
    ['http://localhost:4000', 'localhost:5000', 'other_port'],
    ['http://localhost', 'example.com', 'other_site'],
    ['https://example.com@evil.test', 'example.com', 'no_address'],
    ['https://user:pw@example.com', 'example.com', 'no_address'],
    ['androidapp://example.com', 'example.com', 'no_address'],
    ['app://example.com', 'example.com', 'no_address'],
    ['javascript:alert("example.com")', 'example.com', 'no_address'],
    ['not an address of example.com', 'example.com', 'no_address'],
    ['https://ex%61mple.com', 'example.com', 'no_address'],
    ['https://exаmple.com', 'example.com', 'no_address'],
    ['', 'example.com', 'no_address'],
  ])('%s for %s: %s', (address, domain, expected) => {
    expect(classOf(address, domain)).toBe(expected);
  });

  it.each([
    [{ url: 'https://example.com', reach: 'host' }, 'example.com', 'exact'],
    [{ url: 'https://example.com:8443', reach: 'host' }, 'example.com', 'other_port'],
    [{ url: 'https://example.com', reach: 'host' }, 'app.example.com', 'exact_host_only'],
    [{ url: 'https://www.example.com', reach: 'host' }, 'example.com', 'exact'],
    [{ url: 'https://example.org', reach: 'host' }, 'example.com', 'other_site'],
    [{ url: 'https://example.com', reach: 'never' }, 'example.com', 'never_fills'],
  ] as const)('that is kept to less: %j for %s: %s', (address, domain, expected) => {
    expect(classOf(address, domain)).toBe(expected);
  });
});

const lossesOf = (items: readonly RankedItem[], domain = 'example.com') => {
  const { chosen, ambiguous, candidates } = matchItems(items, targetOf(domain));
  return {
    chosen: chosen?.item.item_id ?? null,
    ambiguous,
    lost: Object.fromEntries(candidates.map((one) => [one.item.item_id, one.lost])),
  };
};

describe('several items', () => {
  const urls = ['https://example.com'];
  it.each<[string, readonly RankedItem[], string | null, Record<string, string | null>]>([
    ['the better class', [item('b', ['https://x.example.com']), item('a', urls)], 'a', { a: null, b: 'better_class' }],
    [
      'who has a password',
      [item('b', urls, { has_password: false }), item('a', urls)],
      'a',
      { a: null, b: 'no_password' },
    ],
    ['who has a code', [item('b', urls), item('a', urls, { has_totp: true })], 'a', { a: null, b: 'no_totp' }],
    [
      'the first provider',
      [item('b', urls, { priority: 2 }), item('a', urls, { priority: 1 })],
      'a',
      { a: null, b: 'lower_priority' },
    ],
    [
      'the newest',
      [item('b', urls, { updated_at: '2026-01-01' }), item('a', urls, { updated_at: '2026-02-01' })],
      'a',
      { a: null, b: 'older' },
    ],
    ['the smallest id at last', [item('b', urls), item('a', urls)], 'a', { a: null, b: 'older' }],
    [
      'nobody of two accounts',
      [item('a', urls), item('b', urls, { account: 'eve' })],
      null,
      { a: 'other_account', b: 'other_account' },
    ],
    [
      'nobody of two accounts, whatever else speaks for one',
      [item('a', urls, { has_totp: true }), item('b', urls, { account: 'eve', has_password: false, priority: 9 })],
      null,
      { a: 'other_account', b: 'other_account' },
    ],
    [
      'nobody of accounts that are not known',
      [item('a', urls, { account: null }), item('b', urls)],
      null,
      { a: 'other_account', b: 'other_account' },
    ],
    [
      'the account of the better class',
      [item('a', urls), item('b', ['https://x.example.com'], { account: 'eve' })],
      'a',
      { a: null, b: 'better_class' },
    ],
    [
      'one account in two spellings',
      [item('a', urls), item('b', urls, { account: 'ADA' })],
      'a',
      { a: null, b: 'older' },
    ],
    ['one below alone', [item('a', ['https://x.example.com'])], 'a', { a: null }],
    [
      'nobody of several below',
      [item('a', ['https://x.example.com']), item('b', ['https://y.example.com'])],
      null,
      { a: 'other_account', b: 'older' },
    ],
  ])('choose %s', (_, items, chosen, lost) => {
    for (const order of [items, [...items].reverse()]) {
      expect(lossesOf(order)).toEqual({ chosen, ambiguous: chosen === null, lost });
    }
  });

  it('take the address that fits best, and that one alone', () => {
    const many = Array.from({ length: 200 }, (_, index) => `https://site${index}.example`);
    const { chosen } = matchItems(
      [item('a', [...many, 'https://a.example.com', 'https://example.com'])],
      targetOf('example.com'),
    );
    expect(chosen).toMatchObject({ match: 'exact', address: 'https://example.com' });
  });
});

const host = fc.constantFrom(
  'example.com',
  'www.example.com',
  'a.example.com',
  'b.a.example.com',
  'example.co.uk',
  'co.uk',
  'x.github.io',
  'github.io',
  'localhost:1',
  'intranet',
  '10.0.0.1',
  'bücher.example',
);
const address = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'https://', 'http://', 'HTTPS://', '*.', 'ftp://', ' '),
      host,
      fc.constantFrom('', '/', '/p?q#f', ':8080', '.', '@evil.test'),
    )
    .map((parts) => parts.join('')),
  fc.string({ maxLength: 40, unit: 'binary' }),
);
const anyItem = fc.record({
  urls: fc.array(address, { maxLength: 4 }),
  account: fc.constantFrom('ada', 'eve', null),
  has_password: fc.constantFrom(true, false, null),
  priority: fc.nat(2),
});
const items = fc
  .array(anyItem, { maxLength: 6 })
  .map((all) => all.map(({ urls, ...more }, index) => item(`i${index}`, urls, more)));
const target = fc.constantFrom(
  'example.com',
  'a.example.com',
  'example.co.uk',
  'y.github.io',
  'localhost:1',
  'intranet',
  '10.0.0.1',
  'xn--bcher-kva.example',
);

describe('whatever is kept', () => {
  it('the order of items makes no difference', () => {
    fc.assert(
      fc.property(items, target, (all, domain) => {
        expect(lossesOf([...all].reverse(), domain)).toEqual(lossesOf(all, domain));
      }),
    );
  });

  it('nothing of another site is chosen, nothing between accounts, and each item is explained', () => {
    fc.assert(
      fc.property(items, target, (all, domain) => {
        const { chosen, candidates } = matchItems(all, targetOf(domain));
        expect(candidates).toHaveLength(all.length);
        expect(candidates.filter(({ lost }) => lost === null)).toEqual(chosen === null ? [] : [chosen]);
        if (chosen === null) return;
        const { hostname } = new URL(
          `http://${(chosen.address ?? '')
            .trim()
            .replace(/^https?:\/\//i, '')
            .replace('*.', '')}`,
        );
        expect(sameSite(domain.replace(/:\d+$/, ''), hostname.replace(/\.$/, ''))).toBe(true);
        const equals = candidates.filter(({ match }) => match === chosen.match);
        expect(new Set(equals.map((one) => one.item.account)).size).toBe(1);
      }),
    );
  });
});

import fc from 'fast-check';
import { getPublicSuffix } from 'tldts';
import { describe, expect, it } from 'vitest';
import {
  areSameSite,
  hasPublicSuffix,
  isAtOrBelow,
  isOnSite,
  sameSite,
  siteOf,
} from '../../../contract/address/site.js';

describe('one site', () => {
  it.each([
    ['example.com', 'a.b.example.com', true],
    ['example.com', 'example.com.evil.org', false],
    ['me.github.io', 'you.github.io', false],
    ['co.uk', 'co.uk', false],
    ['intranet', 'intranet', true],
    ['intranet', 'wiki', false],
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['[2001:db8::1]', '[2001:db8::1]', true],
    ['localhost', 'localhost:4000', true],
    ['localhost:4000', 'localhost', false],
    ['localhost:4000', 'localhost:5000', false],
    ['example.com', 'localhost', false],
  ])('%s and %s: %s', (domain, other, same) => {
    expect(sameSite(domain, other)).toBe(same);
  });

  it.each([
    ['https://login.example.com:8443/', 'example.com', true],
    ['https://example.com/', 'www.example.com', true],
    ['https://evil.test/?example.com', 'example.com', false],
    ['https://example.com.evil.test/', 'example.com', false],
    ['https://intranet/', 'intranet', true],
    ['https://10.0.0.7:8443/', '10.0.0.7', true],
    ['https://co.uk/', 'co.uk', true],
    ['https://other.co.uk/', 'co.uk', false],
    ['http://localhost:4000/', 'localhost:4000', true],
    ['http://localhost:4000/', 'localhost', true],
    ['http://localhost:443/', 'localhost:443', true],
    ['http://localhost:4001/', 'localhost:4000', false],
    ['http://a.localhost:4000/', 'localhost', false],
    ['http://localhost:4000/', 'example.com', false],
  ])('%s is on the site of %s: %s', (address, domain, is) => {
    expect(isOnSite(new URL(address), domain)).toBe(is);
  });

  it('is of one scheme', () => {
    expect(areSameSite(new URL('https://a.example.com:1'), new URL('https://b.example.com:2'))).toBe(true);
    expect(areSameSite(new URL('https://example.com'), new URL('http://example.com'))).toBe(false);
  });

  it('is the same from both sides, and each public name is of its own', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (one, other) => {
        expect(sameSite(one, other)).toBe(sameSite(other, one));
        // A public suffix, such as every name right below `pg`, is a site alone: each name below it is another one.
        fc.pre(getPublicSuffix(one, { allowPrivateDomains: true }) !== one);
        expect(sameSite(one, `a.${one}`)).toBe(sameSite(one, one));
        expect(siteOf(`.a.${siteOf(one)}`)).toBe(siteOf(one));
      }),
    );
  });

  it('ends at a dot', () => {
    expect(isAtOrBelow('a.example.com', 'example.com')).toBe(true);
    expect(isAtOrBelow('example.com', 'example.com')).toBe(true);
    expect(isAtOrBelow('notexample.com', 'example.com')).toBe(false);
  });

  it('is on the internet only with a public suffix', () => {
    expect(['a.example.com', 'me.github.io', 'printer.local', 'intranet', '10.0.0.7'].map(hasPublicSuffix)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { isNamedSite, originRule } from '../../../activities/login/fill/origin.js';
import { mayTypeStoredAt } from '../../../activities/login/fill/value-rule.js';
import type { Grant } from '../../../activities/vault/types.js';

const grant = (
  domain: string,
  more: Partial<Grant> & { credentialDomain?: string; provider?: string } = {},
): Grant => ({
  agent_id: 'agent_x_p',
  domain,
  profile_name: 'p',
  login_url: null,
  send_to: [],
  allowed_domains: more.allowed_domains ?? [],
  stay_signed_in: true,
  proxy_version: null,
  single_visit: false,
  session: 0,
  credential:
    more.credentialDomain === undefined
      ? null
      : {
          id: 'cred_1',
          name: 'c',
          domain: more.credentialDomain,
          version: 1,
          sso_provider: more.provider ?? null,
          value_keys: [],
          has_totp: false,
        },
});

describe('where secrets of an item of a provider may be typed', () => {
  const item = (domain: string, exact: boolean) => ({ id: 'i', keys: ['password'], domain, exact });
  it.each([
    ['example.com', false, 'https://login.example.com/', true],
    ['example.com', false, 'https://id.other.test/', false],
    ['example.com', false, 'https://shop.test/', false],
    ['example.com', true, 'https://example.com/login', true],
    ['example.com', true, 'https://www.example.com/login', true],
    ['example.com', true, 'https://login.example.com/', false],
    ['example.com', true, 'https://example.com:8443/', false],
    ['localhost:4000', true, 'http://localhost:4000/', true],
    ['localhost:4000', false, 'http://localhost:4001/', false],
  ] as const)('for %s, that host alone: %s, at %s: %s', (domain, exact, address, may) => {
    const base = grant(domain, { credentialDomain: domain, allowed_domains: ['id.other.test', 'shop.test'] });
    const rights = { ...base, item: item(domain, exact) };
    const rule = { grant: rights, mayTypeAt: originRule(rights), provider: null };
    expect(mayTypeStoredAt(rule, address)).toBe(may);
    // What is stored for the agent goes where the grant does.
    expect(mayTypeStoredAt({ ...rule, grant: base }, 'https://id.other.test/')).toBe(true);
  });
});

describe('where secrets that were given to a provider without a name may be typed', () => {
  it.each([
    [['acme.okta.test', 'old-login.test'], 'https://login.okta.test/', true],
    [['acme.okta.test', 'old-login.test'], 'https://old-login.test/', false],
    [['acme.okta.test', 'old-login.test'], 'https://shop.test/', false],
    // Two sites that are called the same.
    [['okta.test', 'okta-test'], 'https://okta.test/', false],
    [['okta.test', 'okta-test'], 'https://okta-test/', false],
    // That site is named no longer: by the grant, any other one.
    [['old-login.test'], 'https://okta.test/', false],
  ])('with the sites %j allowed, at %s: %s', (allowed_domains, address, may) => {
    const rights = grant('shop.test', { credentialDomain: 'shop.test', provider: 'okta-test', allowed_domains });
    expect(mayTypeStoredAt({ grant: rights, mayTypeAt: originRule(rights), provider: null }, address)).toBe(may);
  });
});

describe('where values may be typed', () => {
  it.each([
    ['example.com', 'https://example.com/login', null],
    ['example.com', 'https://login.example.com/', null],
    ['app.example.com', 'https://login.example.com/', null],
    ['example.com', 'https://example.com.evil.test/', 'domain_not_allowed'],
    ['example.com', 'https://evil-example.com/', 'domain_not_allowed'],
    ['example.com', 'https://example.co/', 'domain_not_allowed'],
    ['example.com', 'http://example.com/', 'insecure_page'],
    ['example.com', 'data:text/html,x', 'domain_not_allowed'],
    ['example.com', 'blob:https://example.com/1', 'domain_not_allowed'],
    ['example.com', 'null', 'domain_not_allowed'],
    ['example.com', 'https://user@evil.test/example.com', 'domain_not_allowed'],
    ['example.com', 'http://localhost:4000/', 'domain_not_allowed'],
    // Each tenant of a public suffix is a site of its own.
    ['alice.github.io', 'https://alice.github.io/', null],
    ['alice.github.io', 'https://mallory.github.io/', 'domain_not_allowed'],
    ['alice.co.uk', 'https://mallory.co.uk/', 'domain_not_allowed'],
    ['localhost:4000', 'http://localhost:4000/login', null],
    ['localhost:4000', 'http://localhost:4001/login', 'domain_not_allowed'],
    ['localhost', 'http://localhost:4001/login', null],
    ['127.0.0.1:4000', 'http://localhost:4000/login', 'domain_not_allowed'],
  ] as const)('a login of %s at %s: %s', (domain, address, refusal) => {
    expect(originRule(grant(domain))(address)).toBe(refusal);
  });

  it('the site of the credential counts, not that of the agent', () => {
    const rule = originRule(grant('shop.test', { credentialDomain: 'bank.test' }));
    expect(rule('https://bank.test/')).toBeNull();
    expect(rule('https://shop.test/')).toBe('domain_not_allowed');
  });

  it('a credential for an identity provider may be typed where that provider asks, and nowhere else of it', () => {
    const rule = originRule(grant('shop.test', { credentialDomain: 'shop.test', provider: 'Google' }));
    expect(rule('https://accounts.google.com/v3/signin')).toBeNull();
    expect(rule('https://sites.google.com/view/sign-in')).toBe('domain_not_allowed');
    expect(rule('https://github.com/login')).toBe('domain_not_allowed');
    const without = originRule(grant('shop.test', { credentialDomain: 'shop.test' }));
    expect(without('https://accounts.google.com/v3/signin')).toBe('domain_not_allowed');
  });

  it('a frame is part of a page of the login where it is of a site that the agent or its credential names', () => {
    const rights = grant('shop.test', {
      credentialDomain: 'shop.test',
      allowed_domains: ['id.other.test'],
      provider: 'Google',
    });
    expect(isNamedSite(rights, 'https://login.shop.test/')).toBe(true);
    expect(isNamedSite(rights, 'https://id.other.test/sign-in')).toBe(true);
    expect(isNamedSite(rights, 'https://mallory.test/sign-in')).toBe(false);
    expect(isNamedSite(rights, 'https://accounts.google.com/gsi/iframe')).toBe(false);
    expect(isNamedSite(rights, 'about:blank')).toBe(false);
  });

  it('allowed domains count besides', () => {
    const rule = originRule(grant('shop.test', { allowed_domains: ['id.other.test'] }));
    expect(rule('https://id.other.test/')).toBeNull();
    expect(rule('https://shop.test/')).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeUrl, parseDomain, parseSite, parseUrl, withoutWww, wwwUrl } from '../../../contract/address/domain.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { AGENT_ID_PATTERN, agentId } from '../../../contract/names.js';
import { runs } from '../../support/variants.js';

const refusalOf = (run: () => unknown): string => {
  try {
    return `accepted: ${JSON.stringify(run())}`;
  } catch (error) {
    if (error instanceof AgentAuthError) return error.code;
    throw error;
  }
};

describe('a domain', () => {
  it.each([
    ['example.com', 'example.com'],
    [' Example.COM. ', 'example.com'],
    ['example.com:443', 'example.com'],
    ['www.example.com', 'www.example.com'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['日本。jp', 'xn--wgv71a.jp'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['build_01.example.com', 'build_01.example.com'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['intranet', 'intranet'],
    ['Intranet.', 'intranet'],
    ['10.0.0.7', '10.0.0.7'],
    ['0x0a.7', '10.0.0.7'],
    ['[2001:DB8::0:1]', '[2001:db8::1]'],
    ['2001:db8::1', '[2001:db8::1]'],
    ['localhost:4000', 'localhost:4000'],
    ['LocalHost.:4000', 'localhost:4000'],
    ['localhost:80', 'localhost'],
    ['localhost:443', 'localhost:443'],
    ['127.1:5001', '127.0.0.1:5001'],
    ['[::1]:5001', '[::1]:5001'],
    ['::1', '[::1]'],
    ['app.team.localhost:3000', 'app.team.localhost:3000'],
  ])('%j is %s', (text, domain) => {
    expect(parseDomain(text)).toBe(domain);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['a dot', '.'],
    ['two dots in a row', 'example..com'],
    ['two dots at the end', 'example.com..'],
    ['a dash in front', '-a.example.com'],
    ['a dash at the end', 'a-.example.com'],
    ['a label that is too long', `${'a'.repeat(64)}.com`],
    ['a host that is too long', `${'a.'.repeat(130)}com`],
    ['a loopback host that is too long', `${'a.'.repeat(130)}localhost`],
    ['a whole address', 'https://example.com'],
    ['a scheme without slashes', 'https:example.com'],
    ['a path', 'example.com/login'],
    ['a query', 'example.com?a'],
    ['a fragment', 'example.com#a'],
    ['a backslash', 'example.com\\login'],
    ['user info', 'me@example.com'],
    ['empty user info', '@example.com'],
    ['an escape', 'ex%61mple.com'],
    ['a star', '*.example.com'],
    ['a port', 'example.com:8443'],
    ['an empty port', 'example.com:'],
    ['port 0', 'localhost:0'],
    ['a port that is too large', 'localhost:65536'],
    ['a port that is no number', 'localhost:http'],
    ['a space', 'exa mple.com'],
    ['a tab', 'exa\tmple.com'],
    ['a line break', 'exam\nple.com'],
    ['a soft hyphen', 'exam\u00adple.com'],
    ['a zero-width space', 'exam\u200bple.com'],
    ['a mark that turns the reading direction', 'exam\u202eple.com'],
    ['a byte order mark within', 'exam\ufeffple.com'],
    ['Cyrillic among Latin letters', 'ex\u0430mple.com'],
    ['Cyrillic among mathematical letters, which become Latin', '\u{1d41a}\u0440\u0440\u{1d425}\u0435.com'],
    ['Cyrillic among circled letters, which become Latin', '\u24d0\u0440\u0440\u24db\u0435.com'],
    ['Greek among Latin letters', 'g\u03bfogle.com'],
    ['a number that is no IP address', '1.2.3.4.5'],
    ['an IPv6 zone', '[fe80::1%25eth0]'],
    ['half an IPv6 address', '[::1'],
  ])('is refused for %s', (_, text) => {
    expect(refusalOf(() => parseDomain(text))).toBe('invalid_domain');
  });
});

describe('an address', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://Example.COM.:443/Login?next=/a#top', 'https://example.com/Login?next=/a#top'],
    ['https://bücher.example/straße', 'https://xn--bcher-kva.example/stra%C3%9Fe'],
    ['https://build_01:5001/login', 'https://build_01:5001/login'],
    ['https://example.com/@me?a=b@c', 'https://example.com/@me?a=b@c'],
    ['http://localhost:4000/login', 'http://localhost:4000/login'],
    ['http://localhost.:80/', 'http://localhost/'],
    ['https://[2001:DB8::1]:8443/', 'https://[2001:db8::1]:8443/'],
  ])('%j is %s', (text, href) => {
    expect(parseUrl(text).href).toBe(href);
  });

  it.each([
    ['no scheme', 'example.com/login'],
    ['no slashes', 'https:example.com'],
    ['no host', 'https:///login'],
    ['another scheme', 'ftp://example.com'],
    ['a script', 'javascript://example.com/%0aalert(1)'],
    ['http on a public host', 'http://example.com/'],
    ['http on a private host', 'http://intranet/'],
    ['user and password', 'https://me:pw@example.com/'],
    ['an empty user', 'https://@example.com/'],
    ['what looks like a host before the host', 'https://example.com@evil.test/'],
    ['a backslash', 'https://example.com\\@evil.test/'],
    ['a backslash in its path', 'https://example.com/a\\b'],
    ['a space', 'https://example.com/a b'],
    ['a line break', 'https://example.com/a\nb'],
    ['a zero-width space', 'https://exam\u200bple.com/'],
    ['Cyrillic among Latin letters', 'https://ex\u0430mple.com/'],
    ['a bad port', 'https://example.com:99999/'],
    ['an empty port', 'https://example.com:/'],
    ['a bad host', 'https://a..b/'],
  ])('is refused for %s', (_, text) => {
    expect(refusalOf(() => parseUrl(text))).toBe('invalid_url');
  });
});

describe('a site', () => {
  it.each([
    ['example.com', { domain: 'example.com' }],
    ['WWW.Example.com.', { domain: 'example.com' }],
    ['www.gov.uk', { domain: 'www.gov.uk' }],
    ['www.github.io', { domain: 'www.github.io' }],
    ['www.localhost:3000', { domain: 'www.localhost:3000' }],
    ['localhost:4000', { domain: 'localhost:4000' }],
    ['host:5001', { domain: 'host', login_url: 'https://host:5001/' }],
    ['https://host:5001/path', { domain: 'host', login_url: 'https://host:5001/path' }],
    ['https://www.example.com/in', { domain: 'example.com', login_url: 'https://www.example.com/in' }],
    ['https://id.example.com', { domain: 'id.example.com' }],
    ['http://localhost:4000/login', { domain: 'localhost:4000', login_url: 'http://localhost:4000/login' }],
    ['https://localhost:4443/', { domain: 'localhost:4443', login_url: 'https://localhost:4443/' }],
    ['https://www.example.com', { domain: 'example.com', login_url: 'https://www.example.com/' }],
    ['http://127.0.0.1/', { domain: '127.0.0.1' }],
    ['https://[2001:db8::1]:8443/a', { domain: '[2001:db8::1]', login_url: 'https://[2001:db8::1]:8443/a' }],
  ])('%j is %j', (text, site) => {
    expect(parseSite(text)).toEqual(site);
  });

  it.each([
    ['', 'invalid_domain'],
    ['not a site', 'invalid_domain'],
    ['me@example.com', 'invalid_domain'],
    ['http://example.com', 'invalid_url'],
    ['ftp://example.com', 'invalid_url'],
    ['https://user:pw@example.com', 'invalid_url'],
    ['javascript:alert(1)', 'invalid_domain'],
  ])('%j is none: %s', (text, code) => {
    expect(refusalOf(() => parseSite(text))).toBe(code);
  });

  it('has its home where its host answers', () => {
    expect(homeUrl('example.com')).toBe('https://example.com/');
    expect(homeUrl('localhost:443')).toBe('http://localhost:443/');
    expect(homeUrl('[::1]:5001')).toBe('http://[::1]:5001/');
    expect(wwwUrl('example.com')).toBe('https://www.example.com/');
    for (const domain of ['localhost:4000', '10.0.0.7', 'intranet', '[::1]']) expect(wwwUrl(domain)).toBeNull();
  });
});

const label = fc.stringMatching(/^[a-z0-9_][a-z0-9_-]{0,8}[a-z0-9_]$/);
const port = fc.integer({ min: 1, max: 65_535 });
/** Domains as they are written down. */
const domains = fc
  .oneof(
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `${labels.join('.')}.x`),
    label.map((name) => `${name}x`),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc
      .tuple(fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'a_b.localhost'), port)
      .map(([host, at]) => `${host}:${at}`),
  )
  .filter((text) => refusalOf(() => parseDomain(text)).startsWith('accepted'))
  .map(parseDomain);

/** Other ways to write the same one. */
const spelled = fc.tuple(domains, fc.boolean(), fc.boolean(), fc.nat()).map(([domain, dot, blanks, seed]) => {
  const [, host = '', at = ''] = /^(.*?)(:\d+)?$/.exec(domain) ?? [];
  const upper = [...host].map((letter, index) => ((seed >> (index % 30)) & 1 ? letter.toUpperCase() : letter)).join('');
  const ended = dot && !host.startsWith('[') ? `${upper}.` : upper;
  return { domain, text: blanks ? ` ${ended}${at}\n` : ended + at };
});

describe('whatever is given', () => {
  const read = [parseDomain, (text: string) => parseUrl(text).href, (text: string) => parseSite(text).domain];

  it('is refused with a code of ours, or reads the same when it is read again', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.domain(),
      spelled.map(({ text }) => text),
      fc.tuple(domains, port).map(([domain, at]) => `https://${domain.replace(/:\d+$/, '')}:${at}/login`),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...read), (text, parse) => {
        let once: string;
        try {
          once = parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AgentAuthError);
          return;
        }
        expect(parse(once)).toBe(once);
      }),
      { numRuns: runs(500, 2000) },
    );
  });

  it('is one domain in all its spellings, and one agent', () => {
    fc.assert(
      fc.property(spelled, ({ domain, text }) => {
        expect(parseDomain(text)).toBe(domain);
        expect(parseSite(text)).toEqual({ domain: withoutWww(domain) });
        expect(agentId(parseDomain(text), 'p')).toBe(agentId(domain, 'p'));
      }),
      { numRuns: runs(300, 1000) },
    );
  });

  it('has an id of its own, from which the pair can be read back', () => {
    fc.assert(
      fc.property(domains, fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/), (domain, profile) => {
        const id = agentId(domain, profile);
        expect(id).toMatch(AGENT_ID_PATTERN);
        const [, host = '', ...rest] = id.split('_');
        expect([host.replaceAll('~', '_'), rest.join('_')]).toEqual([domain, profile]);
      }),
      { numRuns: runs(300, 1000) },
    );
  });

  it.each([
    ['a_b', 'c', 'a', 'b_c'],
    ['a_b.example', '_c', 'a', 'b.example__c'],
  ])('(%s, %s) is another agent than (%s, %s)', (domain, profile, otherDomain, otherProfile) => {
    expect(agentId(domain, profile)).not.toBe(agentId(otherDomain, otherProfile));
  });
});

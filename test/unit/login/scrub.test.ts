import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../../activities/login/evidence/scrub.js';

const scrubberOf = (...values: string[]): Scrubber => {
  const scrub = new Scrubber('site.example');
  scrub.add(values);
  return scrub;
};

describe('text', () => {
  it.each([
    ['raw', 'You sent pass word&1', 'You sent ***'],
    ['in capitals', 'YOU SENT PASS WORD&1', 'YOU SENT ***'],
    ['URL-encoded', 'see ?q=pass%20word%261', 'see ?q=***'],
    ['form-encoded', 'see ?q=pass+word%261', 'see ?q=***'],
    ['HTML-escaped', 'pass word&amp;1!', '***!'],
    ['base64', `token ${btoa('pass word&1')}`, 'token ***='],
    ['hex', 'id 7061737320776f72642631', 'id ***'],
    ['with its white space collapsed', 'pass\n   word&1', '***'],
  ])('takes a value out, %s', (_, text, clean) => {
    expect(scrubberOf('pass word&1').text(text)).toBe(clean);
  });

  it('takes out the longest writing first', () => {
    expect(scrubberOf('abc', 'abcdef').text('abcdef abc')).toBe('*** ***');
  });

  it('leaves values of one or two characters, which are in every word', () => {
    expect(scrubberOf('a').text('a banana')).toBe('a banana');
  });

  it('is one line of at most 300 characters, cut after scrubbing', () => {
    const text = scrubberOf('secret-value').text(`${'x'.repeat(295)} secret-value\n\nmore`);
    expect(text).toHaveLength(300);
    expect(text).not.toContain('secret');
  });

  it('never lets a value through, whatever stands around it', () => {
    const value = fc.string({ minLength: 3, maxLength: 40 }).filter((text) => text.trim() === text && text.length >= 3);
    fc.assert(
      fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
        const scrub = scrubberOf(secret);
        const clean = scrub.text(`${before} ${secret} ${after}`);
        // What is left may only hold it by chance of the mask itself.
        return clean.replaceAll('***', '\u0000').includes(secret) === false;
      }),
    );
  });
});

describe('url', () => {
  it.each([
    ['https://site.example/a/b?email=me@site.example#top', 'https://site.example/a/b'],
    ['https://site.example/u/me@site.example/home', 'https://site.example/u/***/home'],
    ['https://site.example/u/me%40site.example', 'https://site.example/u/***'],
    ['about:blank', ''],
    ['not an address', ''],
  ])('%s', (address, clean) => {
    expect(scrubberOf('me@site.example').url(address)).toBe(clean);
  });
});

describe('a host, which stands in Temporal in plain', () => {
  const value = 'CorrectHorse99';
  const hex = Buffer.from(value).toString('hex');
  it.each([
    ['base32', 'inxxe4tfmn2eq33sonstsoi.evil.example', '***.example'],
    ['codes of its letters', '67-111-114-114-101-99-116-72-111-114-115-101-57-57.evil.example', '***.example'],
    ['hex, cut into labels', `${hex.slice(0, 12)}.${hex.slice(12)}.evil.example`, '***.***.evil.example'],
    ['hex backwards', `${[...hex].reverse().join('')}.evil.example:8443`, '***.evil.example:8443'],
    ['base32, in front of the own site', 'inxxe4tfmn2eq33sonstsoi.site.example', '***.site.example'],
    ['nothing', 'cdn-7.static.example', 'cdn-7.static.example'],
  ])('that spells a value in %s', (_, host, shown) => {
    expect(scrubberOf(value).host(host)).toBe(shown);
  });
});

describe('option', () => {
  const list = (): Scrubber => {
    const scrub = scrubberOf('anna.berg', 'Tulip-42');
    scrub.addIdentifiers({ username: 'anna.berg' });
    return scrub;
  };

  it.each([
    ['anna.berg', 'anna.berg'],
    ['Anna Berg (anna.berg)', 'Anna Berg (anna.berg)'],
    ['bob.smit', 'bob.smit'],
    ['Tulip-42', '***'],
    ['anna.berg: tulip-42', 'anna.berg: ***'],
  ])('shows names, and no secret: %s', (text, clean) => {
    expect(list().option(text)).toBe(clean);
  });

  it('leaves all other texts without the name', () => {
    expect(list().text('Hello anna.berg')).toBe('Hello ***');
  });
});

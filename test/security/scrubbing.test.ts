import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../activities/login/evidence/scrub.js';

const PASSWORD = 'Tr0üb/4dor&Zebra"9';
const MAIL = 'anna.schmidt@post.example';
const PHONE = '+49 151 2345-6789';

const scrub = new Scrubber('shop.example');
scrub.add([PASSWORD, MAIL, PHONE, 'anna', '7391']);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const escaped = (text: string, write: (code: string) => string): string =>
  [...text].map((char) => write(char.charCodeAt(0).toString(16))).join('');
/** `anna:`, which is no secret, as base64. */
const ANNA = 'YW5uYTp';
const half = Math.ceil(PASSWORD.length / 2);

/** Each a way in which a site repeats a value without writing it as it was typed. */
const REPEATS: readonly (readonly [string, string])[] = [
  ['as it is', PASSWORD],
  ['in other case', PASSWORD.toUpperCase()],
  ['composed otherwise (NFD)', PASSWORD.normalize('NFD')],
  [
    'in full-width letters (NFKC)',
    [...PASSWORD].map((c) => (c >= '!' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
  ],
  ['with zero-width characters', [...PASSWORD].join('\u200b')],
  ['with soft hyphens', [...PASSWORD].join('\u00ad')],
  ['spelled out', [...PASSWORD].join(' ')],
  ['with hyphens', [...PASSWORD].join('-')],
  ['backwards', [...PASSWORD].reverse().join('')],
  ['URL-encoded', encodeURIComponent(PASSWORD)],
  ['URL-encoded twice', encodeURIComponent(encodeURIComponent(PASSWORD))],
  ['URL-encoded four times', [1, 2, 3].reduce((text) => encodeURIComponent(text), encodeURIComponent(PASSWORD))],
  ['in escapes of JSON', escaped(PASSWORD, (code) => `\\u${code.padStart(4, '0')}`)],
  ['in escapes of JavaScript', escaped(PASSWORD, (code) => `\\x${code.padStart(2, '0')}`)],
  ['in references of HTML', escaped(PASSWORD, (code) => `&#x${code};`)],
  ['in references of HTML, URL-encoded', encodeURIComponent(escaped(PASSWORD, (code) => `&#x${code};`))],
  ['in base64', base64(PASSWORD)],
  ['in base64, with the name', base64(`anna:${PASSWORD}`)],
  ['in hex', Buffer.from(PASSWORD).toString('hex')],
  ['in half', PASSWORD.slice(0, half)],
  ['in the other half', PASSWORD.slice(-half)],
  ['the address in other case', 'Anna.Schmidt@POST.example'],
  ['the name in the address, as a greeting', 'Anna Schmidt'],
  ['the number without its country code', '0151 23456789'],
  ['the number in brackets', '(0151) 2345 6789'],
  ['the number as digits', '4915123456789'],
  ['a short value', '7391'],
];

describe('a site that repeats what it got', () => {
  it.each(REPEATS)('%s: is cut out of texts', (_, repeat) => {
    const clean = scrub.text(`You sent ${repeat} to us`);
    expect(clean.replace(ANNA, '')).toMatch(/^You sent [*'/"&=E0-9+ ()\\-]{3,12} to us$/);
    expect(scrub.holdsValue(`x ${repeat}`)).toBe(true);
  });

  it('leaves what says nothing', () => {
    for (const text of ['Password', 'E-mail address', 'Sign in with your phone', 'Enter the code from 12 May, 10:30'])
      expect(scrub.text(text)).toBe(text);
  });
});

describe('a site that writes what it got into its address', () => {
  it.each([
    ['https://anna.shop.example/home', 'https://***.shop.example/home'],
    ['https://a-n-n-a-schmidt.cdn.other.example:8443/', 'https://***.cdn.other.example:8443/'],
    [`https://shop.example/u/${encodeURIComponent(encodeURIComponent(PASSWORD))}/x`, 'https://shop.example/u/***/x'],
    ['https://shop.example/u/Tr0%C3%BCb/4dor&Zebra%229/x', 'https://shop.example/u/***/***/x'],
    ['https://shop.example/0151/2345/6789/x', 'https://shop.example/***/***/***/x'],
    ['https://shop.example/path?q=1#x', 'https://shop.example/path'],
  ])('%s', (address, clean) => {
    expect(scrub.url(address)).toBe(clean);
  });

  it("keeps the name of the agent's own site, which is no secret", () => {
    const own = new Scrubber('anna.example:8080');
    own.add(['anna.example']);
    expect(own.url('http://anna.example:8080/login')).toBe('http://anna.example:8080/login');
    expect(own.url('http://xanna.example:8080/login')).toBe('http://***.***:8080/login');
  });
});

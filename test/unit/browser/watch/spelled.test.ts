import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Carried, searchIn } from '../../../../activities/browser/watch/carries.js';
import { needlesOf } from '../../../../activities/browser/watch/needles.js';

/** Writings that lose nothing, which a script needs one line for. */
const carries = (request: Partial<Carried>, value: string): boolean =>
  searchIn({ address: 'https://taker.example/', headers: {}, body: [], ...request })(needlesOf(value));

const bytesOf = (text: string): number[] => [...Buffer.from(text)];
const codesOf = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const hexOf = (text: string): string[] => Buffer.from(text).toString('hex').match(/../g) ?? [];
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const backwards = (text: string): string => [...text].reverse().join('');
const xml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function base32(text: string | Buffer): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

type Writing = readonly [name: string, write: (value: string) => string];

/** For letters of any script. */
const ANY: readonly Writing[] = [
  ['in references of XML', (value) => `<p>${xml(value)}</p>`],
  ['in an attribute of HTML in JSON', (value) => JSON.stringify({ html: `<input value="${xml(value)}">` })],
  ['backwards', backwards],
  ['in base64, backwards', (value) => backwards(base64(value))],
  ['in base64 of gzip, backwards', (value) => backwards(base64(gzipSync(value)))],
  ['in base64 twice', (value) => base64(base64(value))],
  [
    'in base64, cut into lines',
    (value) =>
      base64(value)
        .match(/.{1,8}/g)
        ?.join('\r\n') ?? '',
  ],
  ['in base32', base32],
  ['in base32, one byte on, small', (value) => base32(`.${value}.`).toLowerCase()],
  ['in hex of base64', (value) => Buffer.from(base64(value)).toString('hex')],
  ['in hex of hex', (value) => Buffer.from(hexOf(value).join('')).toString('hex')],
  ['in hex of gzip', (value) => gzipSync(value).toString('hex')],
  ['in base32 of deflate', (value) => base32(deflateRawSync(`{"text":"${value}"}`))],
  ['in hex with blanks', (value) => hexOf(value).join(' ')],
  ['in hex with colons', (value) => hexOf(value).join(':')],
  [
    'in numbers of hex',
    (value) =>
      hexOf(value)
        .map((one) => `0x${one}`)
        .join(', '),
  ],
  [
    'in quoted-printable',
    (value) =>
      hexOf(value)
        .map((one) => `=${one.toUpperCase()}`)
        .join(''),
  ],
  ['in a list of bytes', (value) => JSON.stringify(bytesOf(value))],
  ['in a typed array as JSON has it', (value) => JSON.stringify(Object.fromEntries(bytesOf(value).entries()))],
  ['in codes of characters', (value) => codesOf(value).join('-')],
  [
    'in octal',
    (value) =>
      bytesOf(value)
        .map((one) => `\\${one.toString(8).padStart(3, '0')}`)
        .join(''),
  ],
  [
    'in bits',
    (value) =>
      bytesOf(value)
        .map((one) => one.toString(2).padStart(8, '0'))
        .join(''),
  ],
  [
    'by escape()',
    (value) =>
      codesOf(value)
        .map((one) => `%u${one.toString(16).padStart(4, '0')}`)
        .join(''),
  ],
  [
    'in escapes of escapes of escapes',
    (value) =>
      Array(9)
        .fill(0)
        .reduce((text) => encodeURIComponent(text), value),
  ],
];

/** For what letters and digits are left of. */
const SPACED: readonly Writing[] = [
  ['in large letters', (value) => value.toUpperCase()],
  ['in small letters', (value) => value.toLowerCase()],
  ['in wide letters', (value) => value.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))],
  ['letter by letter', (value) => JSON.stringify([...value])],
  ['in lines', (value) => [...value].join('\n')],
  ['with invisible characters', (value) => [...value].join('\u200b')],
  ['with soft breaks', (value) => `${value.slice(0, 5)}=\r\n${value.slice(5)}`],
];

const PLACES: Readonly<Record<string, (text: string) => Partial<Carried>>> = {
  'an address': (text) => ({ address: `https://taker.example/?p=${encodeURIComponent(text)}` }),
  JSON: (text) => ({ body: [Buffer.from(JSON.stringify({ at: 1, text }))] }),
};

describe.each(Object.entries(PLACES))('a request carries a password in %s', (_, put) => {
  it.each(ANY)('%s', (_, write) => {
    for (const value of ['Tr0ub4dor & "9\'\\<Zebra>', 'P4ssw0rd!', 'Пароль-äß7'])
      expect(carries(put(write(value)), value), value).toBe(true);
  });

  it.each(SPACED)('%s', (_, write) => {
    for (const value of ['Tr0ub4dor & "9\'\\Zebra', 'CorrectHorse', 'Groß-Straße 7'])
      expect(carries(put(write(value)), value), value).toBe(true);
  });
});

it.each(['utf32le', 'utf32be'] as const)('a request carries a password as %s', (order) => {
  const letters = codesOf('CorrectHorse99').map((code) => {
    const letter = Buffer.alloc(4);
    if (order === 'utf32le') letter.writeUInt32LE(code);
    else letter.writeUInt32BE(code);
    return letter;
  });
  expect(carries({ body: letters }, 'CorrectHorse99')).toBe(true);
});

it.each<[string, Partial<Carried>]>([
  [
    'JSON in base64 in an address',
    { address: `https://taker.example/?d=${base64('{"event":"input","code":"482913"}')}` },
  ],
  ['JSON in JSON', { body: [Buffer.from(JSON.stringify({ a: JSON.stringify({ b: { code: '482913' } }) }))] }],
  ['an element of XML', { body: [Buffer.from('<login><code>482913</code></login>')] }],
  ['a text of MessagePack', { body: [Buffer.from([0x81, 0xa4, ...bytesOf('code'), 0xa6, ...bytesOf('482913')])] }],
  ['a list of codes', { body: [Buffer.from(JSON.stringify(codesOf('482913')))] }],
  ['all, backwards', { body: [Buffer.from('code=319284')] }],
])('a request carries a short value as %s', (_, request) => {
  expect(carries(request, '482913')).toBe(true);
});

describe('a request carries none', () => {
  it('where only a word of it is there, in another case or another place', () => {
    const page = {
      address: 'https://counter.example/?page=/account/password&ref=summer-sale',
      body: [Buffer.from('{"text":"Sommer 2024"}')],
    };
    for (const value of ['PassWord', 'Account?', 'Summer-S', 'Sommer#2'])
      expect(carries(page, value), value).toBe(false);
  });

  it('where another text is written in many layers', () => {
    const text = Array(12)
      .fill(0)
      .reduce((inner) => encodeURIComponent(inner), 'a & b');
    expect(carries({ body: [Buffer.from(text)] }, 'Tr0ub4dor&9')).toBe(false);
  });

  it('where numbers, ids and times are many', () => {
    const events = Array.from({ length: 50 }, (_, n) => ({
      at: 1_764_432_000_000 + n,
      x: n * 3.25,
      id: `0b9e4c1a-77d2-4f0e-9c3b-${String(n).padStart(12, '0')}`,
    }));
    expect(carries({ body: [Buffer.from(JSON.stringify({ events }))] }, 'Tr0ub4dor&9')).toBe(false);
  });
});

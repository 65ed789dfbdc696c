import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Carried, searchIn } from '../../../../activities/browser/watch/carries.js';
import { needlesOf } from '../../../../activities/browser/watch/needles.js';
import { runs } from '../../../support/variants.js';

const carries = (request: Partial<Carried>, value: string): boolean =>
  searchIn({ address: 'https://taker.example/', headers: {}, body: [], ...request })(needlesOf(value));

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const percent = encodeURIComponent;
const everyByte = (text: string): string => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&');
const unicode = (text: string): string =>
  [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
const entities = (text: string): string => [...text].map((letter) => `&#${letter.codePointAt(0)};`).join('');

/** How a script may write a value. */
const WRITINGS: Readonly<Record<string, (value: string) => string>> = {
  raw: (value) => value,
  'in a form': (value) => new URLSearchParams({ value }).toString(),
  escaped: percent,
  'escaped twice': (value) => percent(percent(value)),
  'every byte escaped': everyByte,
  'every byte escaped, twice': (value) => percent(everyByte(value)),
  'in JSON': (value) => JSON.stringify({ value }),
  'in JSON in JSON': (value) => JSON.stringify({ inner: JSON.stringify({ value }) }),
  'in escapes of JSON': (value) => `{"value":"${unicode(value)}"}`,
  'in character references': entities,
  'in hex': (value) => Buffer.from(value).toString('hex'),
  'in large hex': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  'in base64': base64,
  'in base64, one byte on': (value) => base64(`.${value}.`),
  'in base64, two bytes on': (value) => base64(`..${value}..`),
  'in base64 of addresses': (value) => Buffer.from(`..${value}`).toString('base64url'),
  'in base64 of a form': (value) => base64(`a=1&password=${percent(value)}&b=2`),
  'in escaped base64': (value) => percent(base64(value)),
};

/** Where a request can take a text along. */
const PLACES: Readonly<Record<string, (text: string) => Partial<Carried>>> = {
  address: (text) => ({ address: `https://taker.example/?p=${percent(text)}` }),
  path: (text) => ({ address: `https://taker.example/a/${percent(text)}/b.gif` }),
  header: (text) => ({ headers: { 'x-note': percent(text) } }),
  authorization: (text) => ({ headers: { authorization: `Basic ${base64(`anna:${text}`)}` } }),
  body: (text) => ({ body: [Buffer.from(text)] }),
  'body in parts': (text) => ({ body: [Buffer.from(text).subarray(0, 3), Buffer.from(text).subarray(3)] }),
  multipart: (text) => ({
    body: [Buffer.from(`--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${text}\r\n--x--\r\n`)],
  }),
  gzip: (text) => ({ body: [gzipSync(text)] }),
  'gzip in multipart': (text) => ({ body: [Buffer.from('--x\r\n\r\n'), gzipSync(text), Buffer.from('\r\n--x--')] }),
  'gzip in base64': (text) => ({ body: [Buffer.from(`data=${percent(gzipSync(text).toString('base64'))}`)] }),
  deflate: (text) => ({ body: [deflateSync(text)] }),
  'deflate without a header': (text) => ({ body: [deflateRawSync(text)] }),
  'deflate in base64': (text) => ({ body: [Buffer.from(JSON.stringify({ d: deflateSync(text).toString('base64') }))] }),
  'deflate without a header in base64, in a path': (text) => ({
    address: `https://taker.example/collect/a-b/${deflateRawSync(text).toString('base64url')}`,
  }),
  'deflate that is not packed': (text) => ({ body: [deflateRawSync(text, { level: 0 })] }),
};

/** Passwords as people have them: any letters, no control characters. */
const password = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 24 })
  .filter((text) => [...text.trim()].length >= 8 && /^[^\p{C}]+$/u.test(text));

describe('a request carries a password', () => {
  const cases = Object.keys(WRITINGS).flatMap((writing) =>
    Object.keys(PLACES).map((place) => [writing, place] as const),
  );
  it.each(cases)('%s, by %s', (writing, place) => {
    const [write, put] = [WRITINGS[writing], PLACES[place]];
    fc.assert(
      fc.property(password, (value) => {
        expect(carries(put?.(write?.(value) ?? '') ?? {}, value)).toBe(true);
      }),
      { numRuns: runs(1, 2) },
    );
  });

  // `btoa(encodeURIComponent(password))`, and the like: shorter than what is packed or encrypted.
  it.each(['P@ssw0rd', "+AA''''-", 'a"b<c>d&', 'h\u00fcnter22', 'Tr0ub/4dor'])('%s in short base64', (value) => {
    const escaped = [percent(value), percent(percent(value)), JSON.stringify(value), entities(value), everyByte(value)];
    for (const text of [...escaped, Buffer.from(value).toString('hex')]) {
      const word = base64(text);
      expect(carries({ body: [Buffer.from(`{"a":"${word}"}`)] }, value), text).toBe(true);
      expect(carries({ address: `https://taker.example/a/${percent(word)}/b.gif` }, value), text).toBe(true);
      expect(carries({ headers: { authorization: `Basic ${base64(`a:${text}`)}` } }, value), text).toBe(true);
    }
  });

  it.each(['utf16le', 'latin1'] as const)('in %s', (encoding) => {
    const value = 'Müller-Straße 7';
    expect(carries({ body: [Buffer.from(`..${value}..`, encoding)] }, value)).toBe(true);
  });

  it.each<[string, Partial<Carried>]>([
    ['of a host', { address: 'https://x-correcthorse99.taker.example/' }],
    ['of a header', { headers: { 'x-correcthorse99': '1' } }],
    ['that a preflight asks for', { headers: { 'access-control-request-headers': 'a,correcthorse99' } }],
    ['of a type', { headers: { 'content-type': 'text/correcthorse99' } }],
  ])('in a name %s, which browsers write in small letters', (_, request) => {
    expect(carries(request, 'CorrectHorse99')).toBe(true);
    expect(carries(request, 'CorrectHorse98')).toBe(false);
  });

  it('in the name of a host in other letters (Punycode)', () => {
    expect(carries({ address: 'https://Grüße-aus-Köln.taker.example/' }, 'Grüße-aus-Köln')).toBe(true);
    expect(carries({ address: 'https://Größe-aus-Köln.taker.example/' }, 'Grüße-aus-Köln')).toBe(false);
  });

  it.each([
    ['koi8-r', 'Пароль-Zebra', 'f0c1d2cfccd8-5a65627261'],
    ['windows-1251', 'Пароль-Zebra', 'cfe0f0eeebfc-5a65627261'],
    ['shift_jis', 'パスワード-99', '83708358838f815b8368-3939'],
    ['euc-jp', 'パスワード-99', 'a5d1a5b9a5efa1bca5c9-3939'],
    ['iso-2022-jp', 'パスワード-99', '1b2442 25512539256f213c2549 1b2842-3939'],
    ['euc-kr', '비밀번호-Zebra', 'baf1b9d0b9f8c8a3-5a65627261'],
    ['gb18030', '密码-Zebra9', 'c3dcc2eb-5a6562726139'],
    ['big5', '密碼-Zebra9', 'b14bbd58-5a6562726139'],
    ['latin1, which lacks them', '密碼-Zebra9', `${Buffer.from('&#23494;&#30908;').toString('hex')}-5a6562726139`],
  ])('in a form in %s', (_, value, hex) => {
    const bytes = hex.replaceAll('-', '2d').replaceAll(' ', '');
    expect(carries({ body: [Buffer.from(`p=${bytes.replaceAll(/../g, '%$&')}&x=1`)] }, value)).toBe(true);
    expect(carries({ body: [Buffer.from(`2e2e${bytes}`, 'hex')] }, value)).toBe(true);
  });

  it.each(['aaaaaaaa', 'P4ssw0rd!', 'abababababababab', '12345678', 'Ein Wort.'])(
    'packed to a few letters of base64: %s',
    (value) => {
      for (const pack of [deflateRawSync, deflateSync, gzipSync])
        for (const encoding of ['base64', 'base64url'] as const) {
          const packed = pack(value).toString(encoding);
          expect(carries({ body: [Buffer.from(`v=1&d=${percent(packed)}&w=some-word`)] }, value)).toBe(true);
          expect(carries({ headers: { 'x-note': packed } }, value)).toBe(true);
          expect(carries({ body: [Buffer.from(pack(`user=anna&p=${value}`).toString(encoding))] }, value)).toBe(true);
        }
    },
  );

  it('in a body whose bytes the browser does not hand out, since it may', () => {
    expect(carries({ body: null }, 'correct horse')).toBe(true);
  });

  it('in a body that unpacks to more than can be looked through, since it may', () => {
    expect(carries({ body: [gzipSync(Buffer.alloc(20 * 1024 * 1024))] }, 'correct horse')).toBe(true);
  });
});

describe('a request carries none', () => {
  it('where nothing in it is the value', () => {
    fc.assert(
      fc.property(password, fc.uint8Array({ maxLength: 300 }), (value, bytes) => {
        fc.pre(!Buffer.from(bytes).includes(value));
        expect(carries({ body: [Buffer.from(bytes)] }, `${value}${value}`)).toBe(false);
      }),
    );
  });

  it('where it is in a SAML answer, an OAuth redirect, a captcha', () => {
    const saml = base64('<Response><NameID>anna@example.com</NameID></Response>');
    const value = 'correct horse';
    expect(carries({ body: [Buffer.from(`SAMLResponse=${percent(saml)}&RelayState=x`)] }, value)).toBe(false);
    expect(carries({ address: 'https://idp.example/authorize?login_hint=anna%40example.com' }, value)).toBe(false);
    expect(carries({ body: [Buffer.from([0x0a, 0x0b, 0x88, 0x1f, 0x8b, 0x08, 0xff])] }, value)).toBe(false);
  });
});

describe('a short value', () => {
  const CODE = '482913';
  it.each<[string, Partial<Carried>]>([
    ['a parameter', { address: `https://taker.example/?c=${CODE}` }],
    ['a part of the path', { address: `https://taker.example/c/${CODE}/x.gif` }],
    ['the fragment of a parameter, escaped', { address: `https://taker.example/?c=${everyByte(CODE)}` }],
    ['a parameter of a form', { body: [Buffer.from(`a=1&code=${CODE}`)] }],
    ['a text of JSON', { body: [Buffer.from(JSON.stringify({ deep: [{ code: CODE }] }))] }],
    ['a number of JSON', { body: [Buffer.from(JSON.stringify({ code: Number(CODE) }))] }],
    ['a key of JSON', { body: [Buffer.from(JSON.stringify({ [CODE]: true }))] }],
    ['all of a body', { body: [Buffer.from(CODE)] }],
    ['all of a body, in base64', { body: [Buffer.from(base64(CODE))] }],
    ['a parameter, in hex', { address: `https://taker.example/?c=${Buffer.from(CODE).toString('hex')}` }],
    ['a part of multipart', { body: [Buffer.from(`--x\r\nname="c"\r\n\r\n${CODE}\r\n--x--`)] }],
    ['a header', { headers: { 'x-code': CODE } }],
    ['a password of Basic', { headers: { authorization: `Basic ${base64(`anna:${CODE}`)}` } }],
    ['JSON in gzip', { body: [gzipSync(JSON.stringify({ code: CODE }))] }],
  ])('is found where it is %s', (_, request) => {
    expect(carries(request, CODE)).toBe(true);
  });

  it('is not found in the middle of another one', () => {
    const request = { address: `https://taker.example/?t=1${CODE}7`, body: [Buffer.from(`{"at":9${CODE}1}`)] };
    expect(carries(request, CODE)).toBe(false);
  });

  it('of three letters is not looked for', () => {
    expect(carries({ body: [Buffer.from('pin=123')] }, '123')).toBe(false);
  });
});

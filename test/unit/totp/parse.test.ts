import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase32 } from '../../../activities/vault/totp/base32.js';
import { generateCode } from '../../../activities/vault/totp/generate.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';
import { AgentAuthError } from '../../../contract/index.js';

const SECRET = 'JBSWY3DPEHPK3PXP';
const BYTES = Buffer.from('48656c6c6f21deadbeef', 'hex');
const bytesOf = (text: string): Buffer => Buffer.from(parseTotp(text).bytes);

describe('a TOTP secret', () => {
  it.each([
    SECRET,
    'jbswy3dpehpk3pxp',
    'JBSW Y3DP EHPK 3PXP',
    'jbsw-y3dp-ehpk-3pxp',
    '  JBSWY3DPEHPK3PXP======  ',
    'JBSW\tY3DP\nEHPK 3PXP',
    '"JBSWY3DPEHPK3PXP"',
    '“JBSW Y3DP EHPK 3PXP”',
    '`jbswy3dpehpk3pxp`',
    '\uFEFFJBSW\u200BY3DP\u00ADEHPK\u20603PXP',
    'JBSW\u00A0Y3DP\u2009EHPK\u202F3PXP',
    'JBSW‐Y3DP–EHPK—3PXP',
    'ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ',
    'Jbsw y3dp ehpk 3pxp',
  ])('is read from %j', (text) => {
    expect(parseTotp(text)).toMatchObject({ algorithm: 'sha1', digits: 6, period: 30 });
    expect(bytesOf(text)).toEqual(BYTES);
  });

  it('gives the code that other authenticators give', () => {
    expect(generateCode(parseTotp(SECRET), 1)).toBe('996554');
  });

  it.each([
    [`otpauth://totp/Shop:user?secret=${SECRET}`, { algorithm: 'sha1', digits: 6, period: 30 }],
    [`OTPAUTH://TOTP/Shop?SECRET=${SECRET}&DIGITS=8`, { algorithm: 'sha1', digits: 8, period: 30 }],
    [`otpauth://totp/?secret=${SECRET}&algorithm=SHA256&period=60`, { algorithm: 'sha256', digits: 6, period: 60 }],
    [
      `otpauth://totp/x?algorithm=sha-512&secret=${SECRET}&digits=7&period=1`,
      { algorithm: 'sha512', digits: 7, period: 1 },
    ],
    [
      `otpauth://totp/x?secret=jbsw%20y3dp%20ehpk%203pxp&issuer=A%20B&image=x`,
      { algorithm: 'sha1', digits: 6, period: 30 },
    ],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=&digits=&period=`, { algorithm: 'sha1', digits: 6, period: 30 }],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=HmacSHA1`, { algorithm: 'sha1' }],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=HMAC-SHA-256`, { algorithm: 'sha256' }],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=HmacSHA512`, { algorithm: 'sha512' }],
    [`otpauth://totp/x?secret=${SECRET}&secret=${SECRET}`, { digits: 6 }],
    [`otpauth://totp/Shop #1:me?secret=${SECRET}&digits=8`, { digits: 8 }],
    [`otpauth://totp/x?issuer=Shop #1&secret=${SECRET}&digits=8`, { digits: 8 }],
    [`otpauth://totp/Who? Me?secret=${SECRET}&digits=8#top`, { digits: 8 }],
    [`"otpauth://totp/x?secret='${SECRET}'&digits=8"`, { digits: 8 }],
    [`otpauth://totp/x?secret=${SECRET}&amp;digits=8&amp;period=60`, { digits: 8, period: 60 }],
    [`otpauth%3A%2F%2Ftotp%2Fx%3Fsecret%3D${SECRET}%26digits%3D8`, { digits: 8 }],
    [`otpauth://totp/50%?secret=${SECRET}`, { digits: 6 }],
    [`apple-otpauth://totp/x?secret=${SECRET}`, { digits: 6 }],
    [`otpauth://totp/x?secret=jbsw+y3dp+ehpk+3pxp====`, { digits: 6 }],
    [`otpauth://totp/Steam:me?secret=${SECRET}&issuer=Steam`, { algorithm: 'sha1', digits: 6 }],
    [`otpauth://totp/Steam:me?secret=${SECRET}&issuer=Steam&digits=5&encoder=steam`, { algorithm: 'steam', digits: 5 }],
    [`otpauth://steam/Steam:me?secret=${SECRET}`, { algorithm: 'steam', digits: 5 }],
    [`steam://${SECRET}`, { algorithm: 'steam', digits: 5, period: 30 }],
    [`STEAM://${SECRET.toLowerCase()}`, { algorithm: 'steam' }],
  ])('is read from %s', (text, expected) => {
    expect(parseTotp(text)).toMatchObject(expected);
    expect(bytesOf(text)).toEqual(BYTES);
  });

  it.each([
    ['', 'too_short'],
    ['JBSWY3DPEHPK3PX1', 'not_base32'],
    ['A'.repeat(208), 'too_long'],
    ['JBSWY3D', 'too_short'],
    ['234567', 'a_code'],
    ['123 456', 'a_code'],
    ['48656c6c6f21deadbeef48656c6c6f21deadbeef', 'hex'],
    ['48:65:6c:6c:6f:21:de:ad:be:ef', 'hex'],
    ['SGVsbG8h3q2+7w8x9A==', 'base64'],
    ['SGVsbGbhQQFSQ2QQ4w==', 'base64'],
    ['JBSWY3DPEHPKßPXP', 'not_base32'],
    ['JВSWY3DPEHPK3PXP', 'not_base32'],
    [`otpauth://totp/x?secret=${SECRET}&secret=GEZDGNBVGY3TQOJQ`, 'repeated_parameter'],
    [`otpauth://totp/x?secret=${SECRET}&encoder=steam&algorithm=SHA256`, 'unsupported_algorithm'],
    [`otpauth://totp/x?secret=${SECRET}&encoder=steam&period=60`, 'unsupported_period'],
    [`otpauth://yaotp/x?secret=${SECRET}`, 'not_totp'],
    [`motp://x?secret=${SECRET}`, 'not_totp'],
    ['otpauth-migration://offline', 'broken_export'],
    ['otpauth-migration://offline?data=CjEK', 'broken_export'],
    ['otpauth-migration://offline?data=', 'broken_export'],
    [`JBSWY3DPEHPK3PXP${' '.repeat(2048)}A`, 'too_long'],
    ['https://example.com/?secret=JBSWY3DPEHPK3PXP', 'not_totp'],
    ['otpauth://', 'not_totp'],
    [`otpauth://hotp/x?secret=${SECRET}&counter=1`, 'hotp_not_supported'],
    ['otpauth://totp/x', 'no_secret'],
    ['otpauth://totp/x?secret=', 'no_secret'],
    [`otpauth://totp/x?secret=${SECRET}&Digits=6&digits=8`, 'repeated_parameter'],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=MD5`, 'unsupported_algorithm'],
    [`otpauth://totp/x?secret=${SECRET}&digits=5`, 'unsupported_digits'],
    [`otpauth://totp/x?secret=${SECRET}&digits=10`, 'unsupported_digits'],
    [`otpauth://totp/x?secret=${SECRET}&period=0`, 'unsupported_period'],
    [`otpauth://totp/x?secret=${SECRET}&period=301`, 'unsupported_period'],
    [`otpauth://totp/x?secret=${SECRET}&period=3e1`, 'unsupported_period'],
  ])('is refused: %j is %s', (text, reason) => {
    expect(() => parseTotp(text)).toThrow(
      expect.objectContaining({
        code: 'invalid_totp_secret',
        details: expect.objectContaining({ reason, advice: expect.stringMatching(/\.$/) }),
      }),
    );
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((rest) => `otpauth://totp/${rest}`),
    fc.string().map((rest) => `otpauth://totp/x?secret=${rest}`),
    fc.string().map((rest) => `otpauth://${rest}`),
  );

  it('ends in a secret or in our error, whatever is given', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          const { bytes } = parseTotp(text);
          expect(bytes.length).toBeGreaterThanOrEqual(5);
        } catch (error) {
          expect(error).toBeInstanceOf(AgentAuthError);
          expect((error as AgentAuthError).code).toBe('invalid_totp_secret');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never quotes what was given', () => {
    const broken = fc
      .string({ minLength: 12, unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') })
      .map((secret) => `${secret}!`);
    fc.assert(
      fc.property(broken, fc.boolean(), (secret, asUri) => {
        try {
          parseTotp(asUri ? `otpauth://totp/x?secret=${encodeURIComponent(secret)}` : secret);
          expect.unreachable();
        } catch (error) {
          const { message, stack, ...rest } = error as AgentAuthError;
          const said = `${message}${stack?.split('\n')[0]}${JSON.stringify(rest)}`;
          expect(said).not.toContain(secret.slice(0, 12));
        }
      }),
    );
  });

  it('is read back from base32 of any bytes, however it is written', () => {
    const written = (text: string, style: number): string =>
      [text, text.toLowerCase(), text.replace(/.{4}/g, '$& '), text.replace(/.{4}(?=.)/g, '$&-'), `${text}====`][
        style
      ]!;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 128 }), fc.nat({ max: 4 }), (bytes, style) => {
        expect(bytesOf(written(toBase32(bytes), style))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

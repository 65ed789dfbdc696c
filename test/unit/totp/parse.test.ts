import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
  ])('is read from %s', (text, expected) => {
    expect(parseTotp(text)).toMatchObject(expected);
    expect(bytesOf(text)).toEqual(BYTES);
  });

  it.each([
    ['', 'too_short'],
    ['JBSWY3DPEHPK3PX', 'too_short'],
    ['JBSWY3DPEHPK3PX1', 'not_base32'],
    ['A'.repeat(208), 'too_long'],
    [`JBSWY3DPEHPK3PXP${' '.repeat(2048)}A`, 'too_long'],
    ['steam://JBSWY3DPEHPK3PXP', 'not_totp'],
    ['https://example.com/?secret=JBSWY3DPEHPK3PXP', 'not_totp'],
    ['otpauth://', 'not_totp'],
    [`otpauth://steam/x?secret=${SECRET}`, 'not_totp'],
    [`otpauth://hotp/x?secret=${SECRET}&counter=1`, 'hotp_not_supported'],
    ['otpauth://totp/x', 'no_secret'],
    ['otpauth://totp/x?secret=', 'no_secret'],
    [`otpauth://totp/x?secret=${SECRET}&secret=${SECRET}`, 'repeated_parameter'],
    [`otpauth://totp/x?secret=${SECRET}&Digits=6&digits=8`, 'repeated_parameter'],
    [`otpauth://totp/x?secret=${SECRET}&algorithm=MD5`, 'unsupported_algorithm'],
    [`otpauth://totp/x?secret=${SECRET}&digits=5`, 'unsupported_digits'],
    [`otpauth://totp/x?secret=${SECRET}&digits=10`, 'unsupported_digits'],
    [`otpauth://totp/x?secret=${SECRET}&period=0`, 'unsupported_period'],
    [`otpauth://totp/x?secret=${SECRET}&period=301`, 'unsupported_period'],
    [`otpauth://totp/x?secret=${SECRET}&period=3e1`, 'unsupported_period'],
  ])('is refused: %j is %s', (text, reason) => {
    expect(() => parseTotp(text)).toThrow(
      expect.objectContaining({ code: 'invalid_totp_secret', details: { reason } }),
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
          expect(bytes.length).toBeGreaterThanOrEqual(10);
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
    const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const toBase32 = (bytes: Uint8Array): string => {
      const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
    };
    const written = (text: string, style: number): string =>
      [text, text.toLowerCase(), text.replace(/.{4}/g, '$& '), text.replace(/.{4}(?=.)/g, '$&-'), `${text}====`][
        style
      ]!;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 128 }), fc.nat({ max: 4 }), (bytes, style) => {
        expect(bytesOf(written(toBase32(bytes), style))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

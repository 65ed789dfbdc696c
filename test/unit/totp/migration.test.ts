import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { parseMigration } from '../../../activities/vault/totp/migration.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';

interface Account {
  readonly secret: Buffer;
  readonly issuer: string;
  readonly name: string;
  readonly algorithm?: number;
  readonly digits?: number;
  readonly type?: number;
}

const account = (text: string, more: Partial<Account> = {}): Account => ({
  secret: Buffer.from(text),
  issuer: 'Shop',
  name: 'me@example.com',
  algorithm: 1,
  digits: 1,
  type: 2,
  ...more,
});

/** As Google Authenticator writes it. */
function exported(accounts: readonly Account[], encode = encodeURIComponent): string {
  const writer = protobuf.Writer.create();
  for (const { secret, name, issuer, algorithm = 0, digits = 0, type = 0 } of accounts) {
    writer.uint32(0o12).fork();
    writer.uint32(0o12).bytes(secret).uint32(0o22).string(name).uint32(0o32).string(issuer);
    writer.uint32(0o40).int32(algorithm).uint32(0o50).int32(digits).uint32(0o60).int32(type).ldelim();
  }
  writer.uint32(0o20).int32(1).uint32(0o30).int32(1).uint32(0o40).int32(0).uint32(0o50).int32(-1234);
  return `otpauth-migration://offline?data=${encode(Buffer.from(writer.finish()).toString('base64'))}`;
}

/** Its base64 has a plus and a slash. */
const ODD = Buffer.from('fffefdfcfbfaf9f8f7f6', 'hex').toString('latin1');

describe("an authenticator app's export", () => {
  it.each([['escaped'], ['as it is']])('of one account is its secret, %s', (how) => {
    const secret = Buffer.from(ODD, 'latin1');
    const text = exported([account('', { secret, algorithm: 2, digits: 2 })], how === 'escaped' ? undefined : String);
    const parsed = parseTotp(text);
    expect(parsed).toMatchObject({ algorithm: 'sha256', digits: 8, period: 30 });
    expect(Buffer.from(parsed.bytes)).toEqual(secret);
  });

  it('leaves out what counts instead of using the clock', () => {
    const text = exported([account('counts-count', { type: 1 }), account('the-other-one')]);
    expect(Buffer.from(parseTotp(text).bytes).toString()).toBe('the-other-one');
    expect(() => parseTotp(exported([account('counts-count', { type: 1 })]))).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ reason: 'hotp_not_supported' }) }),
    );
  });

  it('of several is chosen from, and nobody is guessed', () => {
    const text = exported([account('first-secret'), account('second-one', { issuer: 'Mail' })]);
    expect(() => parseTotp(text)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ reason: 'several_secrets', accounts: 2 }) }),
    );
    expect(parseMigration(text).map(({ issuer }) => issuer)).toEqual(['Shop', 'Mail']);
  });

  it('with a hash or a length that we make no codes of is refused', () => {
    for (const [more, reason] of [
      [{ algorithm: 4 }, 'unsupported_algorithm'],
      [{ digits: 3 }, 'unsupported_digits'],
    ] as const)
      expect(() => parseTotp(exported([account('the-secret', more)]))).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ reason }) }),
      );
  });

  it('cut anywhere is refused, or all there', () => {
    const text = exported([account('the-one-secret')], String);
    for (let length = 40; length < text.length; length += 1) {
      let read: string;
      try {
        read = Buffer.from(parseTotp(text.slice(0, length)).bytes).toString();
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_totp_secret' });
        continue;
      }
      expect(read).toBe('the-one-secret');
    }
  });
});

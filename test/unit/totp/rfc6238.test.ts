import { describe, expect, it } from 'vitest';
import { generateCode, startOf, stepAt } from '../../../activities/vault/totp/generate.js';
import type { TotpSecret } from '../../../activities/vault/totp/secret.js';

/** The seed is ASCII digits, repeated to the length of the hash (RFC 6238 errata 2866). */
const seed = (length: number): Uint8Array => Buffer.from('1234567890'.repeat(7).slice(0, length));

const SECRETS = {
  sha1: seed(20),
  sha256: seed(32),
  sha512: seed(64),
} as const;

/** RFC 6238 appendix B. */
const VECTORS = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
] as const;

const CASES = VECTORS.flatMap(([seconds, sha1, sha256, sha512]) => [
  ['sha1', seconds, sha1] as const,
  ['sha256', seconds, sha256] as const,
  ['sha512', seconds, sha512] as const,
]);

describe('RFC 6238 appendix B', () => {
  it.each(CASES)('%s at %i is %s', (algorithm, seconds, code) => {
    const secret: TotpSecret = { bytes: SECRETS[algorithm], algorithm, digits: 8, period: 30 };
    expect(generateCode(secret, stepAt(secret, seconds * 1000))).toBe(code);
  });
});

describe('time steps', () => {
  const secret: TotpSecret = { bytes: SECRETS.sha1, algorithm: 'sha1', digits: 6, period: 30 };

  it('count whole periods since the epoch', () => {
    expect([0, 29_999, 30_000, 59_999].map((now) => stepAt(secret, now))).toEqual([0, 0, 1, 1]);
    expect(startOf(secret, 2)).toBe(60_000);
  });

  it('change the code of a short period as well', () => {
    const short = { ...secret, period: 10 };
    expect(generateCode(short, stepAt(short, 295_000))).toBe(generateCode(secret, 29));
  });
});

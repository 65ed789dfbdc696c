import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CryptoPlugin, createGuardrails, generateSync } from 'otplib';
import { AgentAuthError } from '../../../contract/index.js';
import type { TotpSecret } from './secret.js';

/** Node's own HMAC: native, and constant in time. */
const nodeCrypto: CryptoPlugin = {
  name: 'node',
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  randomBytes: (length) => randomBytes(length),
  constantTimeEqual: (a, b) => {
    const [left, right] = [Buffer.from(a), Buffer.from(b)];
    return left.length === right.length && timingSafeEqual(left, right);
  },
};

// Lower and higher than otplib's own limits, knowingly: `parseTotp` has checked the length by ours.
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 5, MAX_SECRET_BYTES: 128 });

const STEAM_LETTERS = '23456789BCDFGHJKMNPQRTVWXY';

/** Steam writes the number that RFC 4226 section 5.3 makes in letters of its own, the last one first. */
function steamCode(bytes: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytes).update(counter).digest();
  let number = hash.readUInt32BE(hash.at(-1)! & 0xf) & 0x7fffffff;
  let code = '';
  while (code.length < 5) {
    code += STEAM_LETTERS[number % STEAM_LETTERS.length];
    number = Math.floor(number / STEAM_LETTERS.length);
  }
  return code;
}

/** Number of the time step that holds a moment (RFC 6238 section 4.2), `now` in ms since the epoch. */
export const stepAt = ({ period }: TotpSecret, now: number): number => Math.floor(now / 1000 / period);

/** When a step begins, in ms since the epoch. */
export const startOf = ({ period }: TotpSecret, step: number): number => step * period * 1000;

/**
 * The code of a time step.
 * @throws AgentAuthError `invalid_totp_secret`; never an error of otplib, which quotes the secret
 */
export function generateCode(secret: TotpSecret, step: number): string {
  const { bytes, algorithm, digits, period } = secret;
  if (algorithm === 'steam') return steamCode(bytes, step);
  try {
    return generateSync({
      secret: bytes,
      algorithm,
      digits,
      period,
      epoch: step * period,
      crypto: nodeCrypto,
      guardrails,
    });
  } catch {
    throw new AgentAuthError('invalid_totp_secret');
  }
}

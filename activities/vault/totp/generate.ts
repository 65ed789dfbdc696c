import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CryptoPlugin, createGuardrails, generateSync } from 'otplib';
import { AgentAuthError } from '../../../contract/index.js';
import type { TotpSecret } from './parse.js';

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
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10, MAX_SECRET_BYTES: 128 });

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

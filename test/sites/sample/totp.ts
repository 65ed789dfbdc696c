import { createHmac } from 'node:crypto';

/** What most sites use (RFC 6238 section 4.1). */
const USUAL_PERIOD = 30;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What the site makes of a code: right for a step that it still accepts, or not. */
export type CodeCheck = { step: number } | 'wrong';

/**
 * Checks a code as RFC 6238 §5.2 recommends: the current time step and the one before it, nothing from the future.
 * Whether the step was used already is for the caller to say, who knows the account.
 *
 * Written without a library on purpose: the site must not share a mistake with the engine that logs in to it.
 *
 * @param secret base32 (RFC 4648 §6), no padding
 * @param now milliseconds since the epoch
 * @param period seconds of a time step
 */
export function checkCode(secret: string, code: string, now: number, period = USUAL_PERIOD): CodeCheck {
  const current = Math.floor(now / 1000 / period);
  const step = [current, current - 1].find((candidate) => codeAt(secret, candidate) === code.replaceAll(' ', ''));
  return step === undefined ? 'wrong' : { step };
}

/** The six digits of one time step (RFC 4226 §5.3, HMAC-SHA-1). */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

import { invalidTotp } from './problems.js';
import { withoutGroups } from './spelling.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Sites hand out 10 bytes and fewer, and theirs is the choice; below this it is a part of a secret. */
const MIN_BYTES = 5;
/** RFC 4226 section 4 asks for 16 bytes; up to this many a secret is told to be short. */
const SHORT_BYTES = 10;
/** The block of SHA-512 takes no more without hashing it first; no site is known to hand out more. */
const MAX_BYTES = 128;

export const isShort = (bytes: Uint8Array): boolean => bytes.length <= SHORT_BYTES;

/** @throws AgentAuthError `invalid_totp_secret` */
export function checkLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length < MIN_BYTES) throw invalidTotp('too_short');
  if (bytes.length > MAX_BYTES) throw invalidTotp('too_long');
  return bytes;
}

/**
 * Reads base32 (RFC 4648 section 6) as people and sites write it: in groups, in lower case, without padding. Bits left over at the
 * end are dropped, as authenticator apps do.
 * @throws AgentAuthError `invalid_totp_secret`, which says so of what is another encoding
 */
export function parseBase32(text: string): Uint8Array {
  const written = withoutGroups(text);
  const letters = written.replace(/=+$/, '');
  if (/^\d{4,10}$/.test(letters)) throw invalidTotp('a_code');
  if (isBase64ByPadding(written)) throw invalidTotp('base64');
  if (!/^[A-Z2-7]*$/i.test(letters)) throw invalidTotp(encodingOf(written));
  return checkLength(decode(letters.toUpperCase()));
}

function decode(letters: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((letters.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let next = 0;
  for (const letter of letters) {
    bits = ((bits << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[next++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}

export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** Letters of both cases, filled up to fours: every one of them may be base32, and the whole is not. */
const isBase64ByPadding = (text: string): boolean =>
  text.length % 4 === 0 && /[^=]={1,2}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);

/** What a text that is no base32 may be instead. */
function encodingOf(text: string): 'hex' | 'base64' | 'not_base32' {
  if (/^(?:0x)?(?:[0-9a-f]{2}:?){8,}$/i.test(text)) return 'hex';
  const isLikely = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[\d+/]/.test(text);
  return isLikely && /^[\w+/]{16,}={0,2}$/.test(text) ? 'base64' : 'not_base32';
}

import { AgentAuthError } from '../../../contract/index.js';
import { decodeBase32 } from './base32.js';

/** Parameters of a one-time code (RFC 6238). */
export interface TotpSecret {
  readonly bytes: Uint8Array;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digits: 6 | 7 | 8;
  /** Seconds. */
  readonly period: number;
}

/** What is wrong with a secret; constants, so that nothing of it is quoted. */
export type TotpProblem =
  | 'not_base32'
  | 'too_short'
  | 'too_long'
  | 'hotp_not_supported'
  | 'not_totp'
  | 'no_secret'
  | 'repeated_parameter'
  | 'unsupported_algorithm'
  | 'unsupported_digits'
  | 'unsupported_period';

/** RFC 4226 section 4 asks for 16 bytes; sites hand out 10 (16 letters) all the same, and theirs is the choice. */
const MIN_BYTES = 10;
/** The block of SHA-512 takes no more without hashing it first; no site is known to hand out more. */
const MAX_BYTES = 128;
const MAX_LENGTH = 2048;
const MAX_PERIOD = 300;

const invalid = (reason: TotpProblem): AgentAuthError => new AgentAuthError('invalid_totp_secret', { reason });

function parseSecret(text: string): Uint8Array {
  const bytes = decodeBase32(text);
  if (bytes === null) throw invalid('not_base32');
  if (bytes.length < MIN_BYTES) throw invalid('too_short');
  if (bytes.length > MAX_BYTES) throw invalid('too_long');
  return bytes;
}

function parseUri(text: string): TotpSecret {
  let uri: URL;
  try {
    uri = new URL(text);
  } catch {
    throw invalid('not_totp');
  }
  // The scheme comes lower-cased; the type keeps its case, and QR codes come in capitals.
  const type = uri.host.toLowerCase();
  if (type === 'hotp') throw invalid('hotp_not_supported');
  if (type !== 'totp') throw invalid('not_totp');

  const parameters = new Map<string, string>();
  for (const [name, value] of uri.searchParams) {
    const key = name.toLowerCase();
    // Two secrets leave open which one the site means.
    if (parameters.has(key)) throw invalid('repeated_parameter');
    parameters.set(key, value);
  }
  const secret = parameters.get('secret');
  if (secret === undefined || secret === '') throw invalid('no_secret');
  return {
    bytes: parseSecret(secret),
    algorithm: parseAlgorithm(parameters.get('algorithm') ?? 'SHA1'),
    digits: parseDigits(parameters.get('digits') ?? '6'),
    period: parsePeriod(parameters.get('period') ?? '30'),
  };
}

function parseAlgorithm(text: string): TotpSecret['algorithm'] {
  const name = text.toLowerCase().replace('-', '');
  if (name !== 'sha1' && name !== 'sha256' && name !== 'sha512') throw invalid('unsupported_algorithm');
  return name;
}

function parseDigits(text: string): TotpSecret['digits'] {
  if (text !== '6' && text !== '7' && text !== '8') throw invalid('unsupported_digits');
  return Number(text) as TotpSecret['digits'];
}

function parsePeriod(text: string): number {
  const period = Number(text);
  if (!/^\d{1,3}$/.test(text) || period < 1 || period > MAX_PERIOD) throw invalid('unsupported_period');
  return period;
}

/**
 * Reads a TOTP secret: base32 (RFC 4648 section 6; spaces, dashes, lower case and missing padding are fine), or an
 * `otpauth://totp/` address with SHA1, SHA256 or SHA512, 6 to 8 digits and a period of 1 to 300 seconds.
 * @throws AgentAuthError `invalid_totp_secret` with a `reason` (TotpProblem) in its details
 */
export function parseTotp(text: string): TotpSecret {
  const bare = text.trim();
  if (bare.length > MAX_LENGTH) throw invalid('too_long');
  if (/^otpauth:/i.test(bare)) return parseUri(bare);
  if (/^[a-z-]+:\/\//i.test(bare)) throw invalid('not_totp');
  return { bytes: parseSecret(bare), algorithm: 'sha1', digits: 6, period: 30 };
}

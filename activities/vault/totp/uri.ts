/** Addresses of the scheme `otpauth` (Key Uri Format), as apps and people write them. */
import { parseBase32, toBase32 } from './base32.js';
import { invalidTotp } from './problems.js';
import type { TotpSecret } from './secret.js';

const MAX_PERIOD = 300;
const READ = ['secret', 'algorithm', 'digits', 'period', 'encoder'] as const;
type Name = (typeof READ)[number];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The parameters that count, by name. Labels and issuers are written by people, with `?`, `#` and quotes that nobody escaped, so it is
 * not read as other addresses are: whatever stands behind a `?` or `&` and has a known name is one.
 */
function parametersOf(text: string): ReadonlyMap<Name, string> {
  const found = new Map<Name, string>();
  for (const part of text.replaceAll('&amp;', '&').split(/[?&]/).slice(1)) {
    const [, name, written] = /^\s*([a-z]+)\s*=([^#]*)/i.exec(part) ?? [];
    const known = READ.find((one) => one === name?.toLowerCase());
    if (known === undefined) continue;
    const value = decoded(written!.replaceAll('+', ' '))
      .replace(/["'\s]+$/, '')
      .replace(/^["'\s]+/, '');
    const before = found.get(known);
    // Two that differ leave open which one the site means.
    if (before !== undefined && before !== value) throw invalidTotp('repeated_parameter', { parameter: known });
    found.set(known, value);
  }
  return found;
}

/** @throws AgentAuthError `invalid_totp_secret` */
export function parseUri(written: string): TotpSecret {
  const text = /^[a-z-]+%3a/i.test(written) ? decoded(written) : written;
  const type = /^[a-z-]+:\/*([a-z]*)(?:[/?]|$)/i.exec(text)?.[1]?.toLowerCase();
  if (type === 'hotp') throw invalidTotp('hotp_not_supported');
  if (type !== 'totp' && type !== 'steam') throw invalidTotp('not_totp');
  const parameters = parametersOf(text);
  const given = (name: Name): string | undefined => parameters.get(name) || undefined;
  const secret = given('secret');
  if (secret === undefined) throw invalidTotp('no_secret');
  const bytes = parseBase32(secret);
  const algorithm = algorithmOf(given('algorithm') ?? 'SHA1');
  const period = periodOf(given('period') ?? '30');
  const encoder = given('encoder')?.toLowerCase();
  if (type !== 'steam' && encoder !== 'steam')
    return { bytes, algorithm, digits: digitsOf(given('digits') ?? '6'), period };
  if (algorithm !== 'sha1') throw invalidTotp('unsupported_algorithm');
  if (period !== 30) throw invalidTotp('unsupported_period');
  return { bytes, algorithm: 'steam', digits: 5, period };
}

/** As Java (`HmacSHA1`), KeePass (`HMAC-SHA-256`) and others call it, too. */
function algorithmOf(text: string): 'sha1' | 'sha256' | 'sha512' {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^hmac/, '');
  if (name !== 'sha1' && name !== 'sha256' && name !== 'sha512') throw invalidTotp('unsupported_algorithm');
  return name;
}

function digitsOf(text: string): 6 | 7 | 8 {
  if (!/^0?[678]$/.test(text)) throw invalidTotp('unsupported_digits');
  return Number(text) as 6 | 7 | 8;
}

function periodOf(text: string): number {
  const period = Number(text);
  if (!/^\d{1,3}$/.test(text) || period < 1 || period > MAX_PERIOD) throw invalidTotp('unsupported_period');
  return period;
}

/** A secret as an address, without whose it is. */
export const uriOf = ({ bytes, algorithm, digits, period }: TotpSecret): string =>
  `otpauth://totp/?secret=${toBase32(bytes)}&period=${period}` +
  (algorithm === 'steam' ? '&encoder=steam' : `&algorithm=${algorithm}&digits=${digits}`);

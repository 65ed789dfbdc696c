import { parseBase32 } from './base32.js';
import { type MigratedSecret, parseMigration } from './migration.js';
import { invalidTotp } from './problems.js';
import type { TotpSecret } from './secret.js';
import { plainSpelling } from './spelling.js';
import { parseUri } from './uri.js';

const MAX_LENGTH = 2048;

/** The one secret of an app's export. */
function onlyOne(secrets: readonly MigratedSecret[]): TotpSecret {
  const [first, ...others] = secrets;
  if (first === undefined) throw invalidTotp('hotp_not_supported');
  if (others.length > 0) throw invalidTotp('several_secrets', { accounts: secrets.length });
  return first.totp;
}

/**
 * Reads a TOTP secret as sites show it, apps export it and people copy it: base32 (RFC 4648 section 6), an `otpauth://totp/` address
 * with SHA1, SHA256 or SHA512, 6 to 8 digits and a period of 1 to 300 seconds, one of Steam, or the export of one account.
 * @throws AgentAuthError `invalid_totp_secret` with a `reason` (TotpProblem) and advice in its details
 */
export function parseTotp(text: string): TotpSecret {
  if (text.length > MAX_LENGTH) throw invalidTotp('too_long');
  const plain = plainSpelling(text);
  if (/^otpauth-migration:/i.test(plain)) return onlyOne(parseMigration(plain));
  if (/^(?:apple-)?otpauth(?::|%3a)/i.test(plain)) return parseUri(plain);
  const steam = /^steam:\/\/(.*)$/is.exec(plain);
  if (steam !== null) return { bytes: parseBase32(steam[1]!), algorithm: 'steam', digits: 5, period: 30 };
  if (/^[a-z][a-z-]*:/i.test(plain)) throw invalidTotp('not_totp');
  return { bytes: parseBase32(plain), algorithm: 'sha1', digits: 6, period: 30 };
}

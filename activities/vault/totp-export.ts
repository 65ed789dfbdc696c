/** What an authenticator app exports, for who has to choose one account of it. */
import { parseMigration } from './totp/migration.js';
import { plainSpelling } from './totp/spelling.js';
import { uriOf } from './totp/uri.js';

export interface ExportedSecret {
  readonly issuer: string;
  /** The secret of this account alone, as `totp_secret` takes it. */
  readonly uri: string;
}

/**
 * The accounts in an export that use the clock.
 * @returns null where the text is no export
 * @throws AgentAuthError `invalid_totp_secret`
 */
export function exportedSecrets(text: string): readonly ExportedSecret[] | null {
  const plain = plainSpelling(text);
  if (!/^otpauth-migration:/i.test(plain)) return null;
  return parseMigration(plain).map(({ issuer, totp }) => ({ issuer, uri: uriOf(totp) }));
}

import type { Credential, CredentialWithCode } from '../../../client/index.js';

/** A terminal is no place for a secret: the one-time code that comes with a new TOTP secret is not printed. */
export function withoutCode({ totp_code: _, totp_code_expires_at: __, ...credential }: CredentialWithCode): Credential {
  return credential;
}

import { credentials } from '../../contract/schemas/credentials.js';
import type { CredentialCreate, CredentialWithCode } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Stores a credential; it may be partial (an e-mail address and a TOTP secret without a password is fine).
 * The values are sealed to the vault before they leave this process.
 * @returns the credential without its values; when a TOTP secret was given, also its current code, to finish the enrolment with
 * @throws AgentAuthError `already_exists`, `invalid_totp_secret`, `invalid_domain`, `invalid_name`, `invalid_input`, `forbidden`
 */
export const create =
  (caller: Caller) =>
  async (input: CredentialCreate): Promise<CredentialWithCode> =>
    callVault(caller, 'credentials.create', readParams(credentials.create, input));

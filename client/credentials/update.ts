import { credentials } from '../../contract/schemas/credentials.js';
import type { CredentialUpdate, CredentialWithCode } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Changes a credential. `values` are merged over the stored ones, after `remove_value_keys` were removed;
 * `totp_secret: ''` and `sso_provider: null` remove.
 * @throws AgentAuthError `credential_not_found`, `already_exists`, `invalid_totp_secret`, `invalid_input`, `forbidden`
 */
export const update =
  (caller: Caller) =>
  async (id_or_name: string, input: Omit<CredentialUpdate, 'id_or_name'>): Promise<CredentialWithCode> =>
    callVault(caller, 'credentials.update', readParams(credentials.update, { ...input, id_or_name }));

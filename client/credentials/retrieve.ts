import { credentials } from '../../contract/schemas/credentials.js';
import type { Credential } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * @returns the credential without its values
 * @throws AgentAuthError `credential_not_found`
 */
export const retrieve =
  (caller: Caller) =>
  async (id_or_name: string): Promise<Credential> =>
    callVault(caller, 'credentials.retrieve', readParams(credentials.retrieve, { id_or_name }));

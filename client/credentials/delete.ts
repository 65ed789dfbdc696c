import { credentials } from '../../contract/schemas/credentials.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Deletes a credential and unlinks it from its agents: they can no longer log in by themselves.
 * @throws AgentAuthError `credential_not_found`, `forbidden`
 */
export const remove =
  (caller: Caller) =>
  async (id_or_name: string): Promise<void> => {
    await callVault(caller, 'credentials.delete', readParams(credentials.delete, { id_or_name }));
  };

import { profiles } from '../../contract/schemas/profiles.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Deletes a profile with the sessions in it.
 * @throws AgentAuthError `profile_not_found`, `forbidden`
 */
export const remove =
  (caller: Caller) =>
  async (id_or_name: string): Promise<void> => {
    await callVault(caller, 'profiles.delete', readParams(profiles.delete, { id_or_name }));
  };

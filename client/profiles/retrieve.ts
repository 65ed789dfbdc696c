import { profiles } from '../../contract/schemas/profiles.js';
import type { Profile } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Facts about a profile, not the session in it.
 * @throws AgentAuthError `profile_not_found`
 */
export const retrieve =
  (caller: Caller) =>
  async (id_or_name: string): Promise<Profile> =>
    callVault(caller, 'profiles.retrieve', readParams(profiles.retrieve, { id_or_name }));

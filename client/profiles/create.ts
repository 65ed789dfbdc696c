import { profiles } from '../../contract/schemas/profiles.js';
import type { Profile } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * Makes an empty profile. Logins make the profile that they need by themselves.
 * @throws AgentAuthError `already_exists`, `invalid_name`, `forbidden`
 */
export const create =
  (caller: Caller) =>
  async (profile_name: string): Promise<Profile> =>
    callVault(caller, 'profiles.create', readParams(profiles.create, { name: profile_name }));

import { profiles } from '../../contract/schemas/profiles.js';
import type { Profile, StorageState } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

export interface ProfileImport {
  /** Name of the profile; it is made when it is not there. */
  readonly name: string;
  /** The site that the session is for. Without it the state takes the place of all that the profile held. */
  readonly domain?: string;
  readonly storage_state: StorageState;
}

/**
 * Saves a session that was made elsewhere (Playwright's storage state) in a profile.
 * @throws AgentAuthError `invalid_input`, `invalid_name`, `invalid_domain`, `forbidden`
 */
export const importProfile =
  (caller: Caller) =>
  async (input: ProfileImport): Promise<Profile> =>
    callVault(caller, 'profiles.import', readParams(profiles.import, input));

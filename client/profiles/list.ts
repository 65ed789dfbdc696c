import { profiles } from '../../contract/schemas/profiles.js';
import type { Paging, Profile } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';

/** Profiles, newest first. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (input: Paging = {}): Listing<Profile> =>
    new Listing(readParams(profiles.list, input), (page) => callVault(caller, 'profiles.list', page));

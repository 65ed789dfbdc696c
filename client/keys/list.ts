import { keys } from '../../contract/schemas/keys.js';
import type { AccessKeyRecord, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';

/** Access keys, newest first, without their secrets. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (input: Paging = {}): Listing<AccessKeyRecord> =>
    new Listing(readParams(keys.list, input), (page) => callVault(caller, 'keys.list', page));

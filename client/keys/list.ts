import type { AccessKeyRecord, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { parse } from '../lib/parse.js';
import { paging } from '../lib/schemas.js';

/** Access keys, newest first, without their secrets. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (input: Paging = {}): Listing<AccessKeyRecord> =>
    new Listing(parse(paging, input), (page) => callVault(caller, 'keys.list', page));

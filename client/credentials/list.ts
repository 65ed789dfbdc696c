import { credentials } from '../../contract/schemas/credentials.js';
import type { Credential, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';

/** Credentials, newest first. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (input: { readonly domain?: string } & Paging = {}): Listing<Credential> => {
    const query = readParams(credentials.list, input);
    return new Listing(query, (page) => callVault(caller, 'credentials.list', { ...query, ...page }));
  };

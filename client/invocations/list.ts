import type { InvocationStatus } from '../../contract/invocation.js';
import { invocations } from '../../contract/schemas/invocations.js';
import type { InvocationRecord, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';

/** Invocations, newest first, from the vault's index. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (
    input: { readonly auth_agent_id?: string; readonly status?: InvocationStatus } & Paging = {},
  ): Listing<InvocationRecord> => {
    const query = readParams(invocations.list, input);
    return new Listing(query, (page) => callVault(caller, 'invocations.list', { ...query, ...page }));
  };

import { z } from 'zod';
import type { InvocationStatus } from '../../contract/invocation.js';
import type { InvocationRecord, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { parse } from '../lib/parse.js';
import { paging } from '../lib/schemas.js';

const params = paging.extend({
  auth_agent_id: z.string().optional(),
  status: z.enum(['IN_PROGRESS', 'SUCCESS', 'EXPIRED', 'CANCELED', 'FAILED']).optional(),
});

/** Invocations, newest first, from the vault's index. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (
    input: { readonly auth_agent_id?: string; readonly status?: InvocationStatus } & Paging = {},
  ): Listing<InvocationRecord> => {
    const query = parse(params, input);
    return new Listing(query, (page) => callVault(caller, 'invocations.list', { ...query, ...page }));
  };

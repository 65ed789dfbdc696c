import { agents } from '../../contract/schemas/agents.js';
import type { Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/**
 * Agents, newest first, from the vault's index: `invocation_id` is null here, retrieve one to see its login in progress.
 * Await it for one page, or iterate over all.
 */
export const list =
  (caller: Caller) =>
  (input: { readonly domain?: string; readonly profile_name?: string } & Paging = {}): Listing<AuthAgent> => {
    const query = readParams(agents.list, input);
    return new Listing(query, async (page) => {
      const { items, has_more } = await callVault(caller, 'agents.list', { ...query, ...page });
      return { items: items.map((record) => toAuthAgent(record, null)), has_more };
    });
  };

import { recipes } from '../../contract/schemas/recipes.js';
import type { LearnedRecipeInfo, Paging } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { Listing } from '../lib/listing.js';
import { readParams } from '../lib/read-params.js';

/** The agents whose logins have learned their way, newest first. Await it for one page, or iterate over all. */
export const list =
  (caller: Caller) =>
  (input: Paging = {}): Listing<LearnedRecipeInfo> =>
    new Listing(readParams(recipes.list, input), (page) => callVault(caller, 'recipes.list', page));

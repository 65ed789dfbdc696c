import type { LearnedRecipeInfo } from '../contract/agent/learned-recipe-info.js';
import type { Paging } from '../contract/paging.js';
import { recipes } from '../contract/schemas/recipes.js';
import { checkAgentId } from './agents/read.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { readParams } from './read-params.js';
import { callVault } from './vault/call-vault.js';

/** What successful logins have learned about their sites. Holds no value. */
export class Recipes {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * The agents whose logins have learned their way, newest first. Await it for one page, or iterate over all.
   *
   * @throws AgentAuthError `invalid_input`: `ListError`
   * @example
   * for await (const { domain, login_url } of auth.recipes.list()) console.log(domain, login_url);
   */
  list(input: Paging = {}): Listing<LearnedRecipeInfo> {
    return new Listing(readParams(recipes.list, input), (page) => callVault(this.#caller, 'recipes.list', page));
  }

  /**
   * Drops what the logins of an agent have learned. The next login finds its way without it, and learns it again.
   *
   * @param id of the agent
   * @returns whether there was anything to forget
   * @throws AgentAuthError `agent_not_found`, `forbidden`: `RecipeForgetError`
   * @example
   * const { forgotten } = await auth.recipes.forget('agent_example.com_work');
   */
  async forget(id: string): Promise<{ readonly forgotten: boolean }> {
    return callVault(this.#caller, 'recipes.forget', { id: checkAgentId(id) });
  }
}

import { homeUrl } from '../../../contract/address/domain.js';
import { isAtOrBelow } from '../../../contract/address/site.js';
import type { Recipe } from '../../../contract/recipes/recipe.js';
import type { LearnedRecipe } from '../../vault/types.js';
import type { ProposedForm } from '../page-world/agent.js';
import type { PageView, ViewForm } from '../page-world/view.js';
import { isLearned, preferLearned } from './prefer-learned.js';
import { proposalsAt } from './proposals-at.js';

/** The recipes that one login uses. A recipe that turned out wrong is not used again in the same login. */
export class SiteRecipes {
  #written: readonly Recipe[];
  #learned: LearnedRecipe | null;

  /**
   * @param written by the operator, for all sites
   * @param learned by the last login of the same agent
   */
  constructor(written: readonly Recipe[], learned: LearnedRecipe | null) {
    this.#written = written;
    this.#learned = learned;
  }

  get learned(): LearnedRecipe | null {
    return this.#learned;
  }

  readonly proposals = (address: string): readonly ProposedForm[] => proposalsAt(this.#written, address);

  /**
   * Where a login to the domain begins, by what somebody wrote for it or a host below it, else by what was learned.
   * @param knownTo whether the site may know this browser: then it is asked behind the login, for some sites show their login page to everyone
   */
  startFor(domain: string, knownTo: boolean): string | null {
    const recipe = this.#written.find(({ host, start }) => start !== undefined && isAtOrBelow(host, domain));
    if (recipe !== undefined) return new URL(recipe.start!, homeUrl(recipe.host)).href;
    return (knownTo ? this.#learned?.session_url : this.#learned?.login_url) ?? null;
  }

  /** The page with the form as its login that the last login filled there, where the page itself leaves that open. */
  prefer(view: PageView, addressOf: (form: ViewForm) => string): PageView {
    return this.#learned === null ? view : preferLearned(view, this.#learned, addressOf);
  }

  /** Whether the last login filled other forms at this address, and not this one. */
  contradicts(form: ViewForm, address: string): boolean {
    const known = proposalsAt(this.#learned?.recipes ?? [], address);
    return known.length > 0 && !known.some((proposal) => isLearned(form, proposal));
  }

  distrustWritten(): void {
    this.#written = [];
  }

  forgetLearned(): void {
    this.#learned = null;
  }
}

import { homeUrl } from '../../../contract/index.js';
import type { ProposedForm } from '../discover/proposal.js';
import { proposalsAt } from './proposals-at.js';
import type { Recipe } from './recipe.js';

/** What one login has been told about its site. What turned out wrong is not believed again in the same login. */
export class SiteRecipes {
  #written: readonly Recipe[];

  constructor(written: readonly Recipe[]) {
    this.#written = written;
  }

  readonly proposals = (address: string): readonly ProposedForm[] => proposalsAt(this.#written, address);

  /** Where a login to the domain begins: at the domain itself or a host below it. */
  startFor(domain: string): string | null {
    const recipe = this.#written.find(
      ({ host, start }) => start !== undefined && (host === domain || host.endsWith(`.${domain}`)),
    );
    return recipe === undefined ? null : new URL(recipe.start!, homeUrl(recipe.host)).href;
  }

  distrust(): void {
    this.#written = [];
  }
}

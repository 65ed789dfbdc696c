import type { LoginRef, Outcome, PageHandle } from '../../contract/index.js';
import type { LoginDeps } from './deps.js';
import { lookNow } from './lib/look-now.js';
import { onPage } from './lib/working.js';

/**
 * What the page of a login shows now.
 * @throws PageLost
 */
export const lookAtPage = (deps: LoginDeps, step: LoginRef & { readonly page: PageHandle }): Promise<Outcome> =>
  onPage(deps, step.page, (login) => lookNow(deps, login));

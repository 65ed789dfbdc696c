import type { PageHandle } from '../../contract/steps.js';
import type { LoginDeps } from './deps.js';

/** Lets a page go; one that is gone already is as good. */
export const closePage = (deps: LoginDeps, { page }: { readonly page: PageHandle }): Promise<void> =>
  deps.pages.close(page.page_id);

import type { LoginDeps } from './deps.js';
import { loginOf, type PageStep } from './lib/working.js';

/** Lets a page go; one that is gone already is as good, and one of another login stays. */
export async function closePage(deps: LoginDeps, step: PageStep): Promise<void> {
  if (loginOf(deps, step) !== null) await deps.pages.close(step.page.page_id);
}

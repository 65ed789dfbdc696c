import type { BrowserActivities, PageActivities } from '../../contract/index.js';
import { chooseOption } from './choose-option.js';
import { closePage } from './close-page.js';
import type { LoginDeps, LoginOptions } from './deps.js';
import { fillFields } from './fill-fields.js';
import { PATIENCE } from './lib/settle.js';
import { lookAtPage } from './look-at-page.js';
import { openLogin } from './open-login.js';
import { saveSession } from './save-session.js';

export { AttemptRevoked } from './attempt-revoked.js';
export type { ActivityHooks, LoginOptions } from './deps.js';
export { PATIENCE, type Patience } from './lib/settle.js';
export { readRecipes } from './recipes/read-recipes.js';
export type { Recipe } from './recipes/recipe.js';

/** The activities that drive a login: `openLogin` for the queue of browsers, the others for the queue of this worker's pages. */
export function createLoginActivities(options: LoginOptions): BrowserActivities & PageActivities {
  const deps: LoginDeps = { clock: Date.now, patience: PATIENCE, recipes: [], ...options, logins: new WeakMap() };
  return {
    openLogin: (ref) => openLogin(deps, ref),
    fillFields: (step) => fillFields(deps, step),
    chooseOption: (step) => chooseOption(deps, step),
    lookAtPage: (step) => lookAtPage(deps, step),
    saveSession: (step) => saveSession(deps, step),
    closePage: (step) => closePage(deps, step),
  };
}

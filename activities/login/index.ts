import type { BrowserActivities, PageActivities } from '../../contract/steps.js';
import { closePage } from './close-page.js';
import type { LoginDeps, LoginOptions } from './deps.js';
import { chooseOption } from './fill/choose-option.js';
import { fillFields } from './fill/fill-fields.js';
import { openLogin } from './open/open-login.js';
import { lookAtPage } from './read/look-at-page.js';
import { PATIENCE } from './read/settle.js';
import { saveSession } from './session/save-session.js';

export type { ActivityHooks, LoginOptions } from './deps.js';
export { AttemptRevoked } from './fill/attempt-revoked.js';
export type { FieldRole, PageView, ViewForm } from './page-world/view.js';
export { isFirstStep } from './read/form-classes.js';
export { type OfflineReader, offlineReader } from './read/offline.js';
export { PATIENCE, type Patience } from './read/settle.js';
export { checkFile, readRecipes } from './recipes/read-recipes.js';
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

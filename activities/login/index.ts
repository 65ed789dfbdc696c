import type { BrowserActivities, PageActivities } from '../../contract/index.js';
import { closePage } from './close-page.js';
import { type LoginOptions, type LoginRoom, TIMEOUTS } from './context.js';
import { chooseOption } from './fill/choose-option.js';
import { fillFields } from './fill/fill-fields.js';
import { openLogin } from './open/open-login.js';
import { lookAtPage } from './read/look-at-page.js';
import { saveSession } from './session/save-session.js';

export {
  type AbortReason,
  type ActivityHooks,
  type LoginOptions,
  StepAborted,
  TIMEOUTS,
  type Timeouts,
} from './context.js';
export { AttemptRevoked } from './fill/attempt-revoked.js';
export { readRecipes } from './recipes/read-recipes.js';
export type { Recipe } from './recipes/recipe.js';

/** The activities that drive a login: `openLogin` for the queue of browsers, the others for the queue of this worker's pages. */
export function createLoginActivities(options: LoginOptions): BrowserActivities & PageActivities {
  const room: LoginRoom = { clock: Date.now, timeouts: TIMEOUTS, recipes: [], ...options, logins: new WeakMap() };
  return {
    openLogin: (ref) => openLogin(room, ref),
    fillFields: (step) => fillFields(room, step),
    chooseOption: (step) => chooseOption(room, step),
    lookAtPage: (step) => lookAtPage(room, step),
    saveSession: (step) => saveSession(room, step),
    closePage: (step) => closePage(room, step),
  };
}

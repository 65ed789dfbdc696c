/** The login engine: what drives a login in a browser, by its stages. */
export { createLoginActivities } from './activities.js';
export {
  type AbortReason,
  type ActivityHooks,
  type LoginOptions,
  StepAborted,
  TIMEOUTS,
  type Timeouts,
} from './context.js';
export { AttemptRevoked } from './fill/attempt-revoked.js';
export type { FieldRole, PageView, ViewForm } from './page-world/view.js';
export { isFirstStep } from './read/form-classes.js';
export { type OfflineReader, offlineReader } from './read/offline.js';
export { checkFile, readRecipes } from './recipes/read-recipes.js';
export { lookWithBrowser } from './session/look-with-browser.js';

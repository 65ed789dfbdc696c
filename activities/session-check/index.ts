/** Whether a session still works, found out by one request without a browser. */
export { actsWhenOpened } from './acting-path.js';
export { candidatesOf, type SeenRequest } from './candidates.js';
export { checkSession, type Found, type Looker, type LookWithBrowser, lookIfFree } from './check-session.js';
export { checkDue } from './due.js';
export { isInfrastructure } from './infrastructure.js';
export { isNeutral, isNeutralCookie } from './neutral.js';
export { judgeSigns, signsOf } from './page-signs.js';
export { partsOf } from './parts.js';
export { isServedAsStranger } from './served.js';

/** Whether a session still works, told by one request without a browser. */
export { actsWhenOpened } from './acting-path.js';
export { checkSession } from './check-session.js';
export { checkDue } from './due.js';
export { learnProbe, type SeenRequest } from './learn.js';
export type { Probe } from './probe.js';

/** What an invocation knows and how each event changes it: pure functions, one file for each part of a login. */
export * from './asking.js';
export { choiceAgain, choiceKept, choosing, chose, isForPerson } from './choosing.js';
export * from './ending.js';
export * from './filling.js';
export { beginFlow, ended, type Flow, fail, matchOf } from './flow.js';
export { offered } from './offering.js';
export * from './opening.js';
export * from './parking.js';
export { type Restocked, restocked } from './restocking.js';
export * from './seeing.js';

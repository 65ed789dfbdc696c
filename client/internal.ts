/** What the command line and the HTTP server use of the client besides its public API. Not part of the package. */

export { hasCode } from '../contract/errors/has-code.js';
export { callerOf } from './agent-auth.js';
export { ensureSession as ensureWhile } from './agents/ensure.js';
export { openBrowserSession } from './browser-session.js';
export { checkLink, exchangeCode, resendLink } from './invocations/handoff.js';
export { needsHuman } from './invocations/needs-human.js';
export { fromState, hasEnded } from './invocations/shape.js';
export { prepareAnswer, sendAnswer } from './invocations/submit.js';
export { findStack } from './stack/find-stack.js';
export { isServerThere } from './temporal/explain.js';
export { accessKeyFrom } from './vault/access-key.js';
export { type Remembered, remember } from './vault/remember.js';

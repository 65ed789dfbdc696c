export { authAgent } from './agent/auth-agent.js';
export { checkSession } from './check-session.js';
export { ensureSession } from './ensure-session.js';
export { authInvocation } from './invocation/auth-invocation.js';
export { vaultCall } from './vault-call.js';

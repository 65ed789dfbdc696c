import type { StartedLogin } from '../invocations/shape.js';
import { startInvocation } from '../invocations/start.js';
import type { Caller } from '../lib/caller.js';

/**
 * Logs in again now, or joins the login in progress. What a person gives is saved as the agent remembers it.
 * @throws AgentAuthError `agent_not_found`
 */
export const reauth =
  (caller: Caller) =>
  (id: string): Promise<StartedLogin> =>
    startInvocation(caller, id, { type: 'reauth', save_credential_as: null, limits: null });

import { DEFAULT_LIMITS, type Limits } from '../../contract/invocation.js';
import { invocations } from '../../contract/schemas/invocations.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';
import type { StartedLogin } from './shape.js';
import { startInvocation } from './start.js';

export interface InvocationCreate {
  readonly auth_agent_id: string;
  /**
   * After a verified success, what a person gave is merged into this credential, which is made when it is not there; one-time codes
   * never. Without it nothing that was typed survives.
   */
  readonly save_credential_as?: string | null;
  /** How long each question waits for a person. Seconds, up to 30 days. @default the agent's, 600 */
  readonly idle_timeout_seconds?: number;
  /** How long the whole login may take, people included. Seconds, up to 30 days. @default the agent's, 1200 */
  readonly overall_timeout_seconds?: number;
}

/** Limits of which one or both were given; null where none was. A long question makes for a long login. */
export function limitsOf(idle: number | undefined, overall: number | undefined): Limits | null {
  if (idle === undefined && overall === undefined) return null;
  const idle_seconds = idle ?? Math.min(DEFAULT_LIMITS.idle_seconds, overall ?? Infinity);
  return { idle_seconds, overall_seconds: overall ?? Math.max(DEFAULT_LIMITS.overall_seconds, idle_seconds) };
}

/**
 * Starts a login, or joins the one in progress.
 * @throws AgentAuthError `agent_not_found`, `save_conflict`, `invalid_name`, `invalid_input`
 */
export const create =
  (caller: Caller) =>
  async (input: InvocationCreate): Promise<StartedLogin> => {
    const wanted = readParams(invocations.create, input);
    return startInvocation(caller, wanted.auth_agent_id, {
      type: 'login',
      save_credential_as: wanted.save_credential_as ?? null,
      limits: limitsOf(wanted.idle_timeout_seconds, wanted.overall_timeout_seconds),
    });
  };

import { AgentAuthError } from '../../contract/errors.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { followInvocation } from '../invocations/follow.js';
import { needsHuman } from '../invocations/needs-human.js';
import type { AgentAuthInvocation } from '../invocations/shape.js';
import { createInvocation } from '../invocations/start.js';
import { readParams } from '../read-params.js';
import { readsOf } from '../temporal/shared.js';
import { waitTogether } from '../temporal/shared-wait.js';
import { createAgent } from './create.js';
import { checkPause } from './pauses.js';
import { followAgent, retrieveAgent } from './read.js';
import type { AuthAgent } from './shape.js';

export interface Ensure {
  readonly domain: string;
  readonly profile_name: string;
  readonly credential_name?: string;
  /** Seconds, up to 30 days. @default 60 */
  readonly timeout?: number;
}

/** A session that can be used: `profiles.storageState(profile_name)`. */
export interface ReadySession {
  readonly auth_agent: AuthAgent;
  readonly profile_name: string;
  /** RFC 3339; null when the site did not say. */
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
}

const ready = (auth_agent: AuthAgent): ReadySession => ({
  auth_agent,
  profile_name: auth_agent.profile_name,
  session_expires_at: auth_agent.session_expires_at,
  post_login_url: auth_agent.post_login_url,
});

/** Whether another caller has linked the agent to somebody else meanwhile: what there is now was not asked for. */
function isRelinked(before: AuthAgent, { credential_name: name, save_credential_as: saved }: AuthAgent): boolean {
  if (name === null || before.credential_name === null || name === before.credential_name) return false;
  // A login may have saved what it was given as another one of the same account.
  return saved === null || (name !== saved && !name.startsWith(`${saved}-`));
}

/**
 * The session that a login brought, if the vault saved one meanwhile. A workflow that has taken the login's id can say that it has succeeded.
 * @throws AgentAuthError `internal_error`, `wrong_account`
 */
function saved(before: AuthAgent, after: AuthAgent, invocation_id: string): ReadySession {
  if (isRelinked(before, after)) throw new AgentAuthError('wrong_account', { invocation_id });
  // One that was proven while this call read the agent is in both of them.
  if (after.status !== 'AUTHENTICATED' && after.last_auth_check_at === before.last_auth_check_at)
    throw new AgentAuthError('internal_error', { invocation_id });
  return ready(after);
}

/** The result for the caller in this state of the login; undefined while the login may still succeed by itself. */
function verdict(state: AgentAuthInvocation): 'ready' | AgentAuthError | undefined {
  const { invocation_id, status, step } = state;
  if (status === 'SUCCESS') return 'ready';
  if (status === 'CANCELED') return new AgentAuthError('invocation_ended', { invocation_id, status });
  if (status === 'FAILED' || status === 'EXPIRED')
    return new AgentAuthError(state.error_code ?? 'internal_error', { invocation_id, ...state.stopped });
  if (step === 'awaiting_input' || step === 'awaiting_external_action') return needsHuman(state);
  return undefined;
}

/** Waits for the agent: it learns of the end of a login a moment after the login's followers. */
async function agentAfter(caller: Caller, id: string, invocationId: string, signal: AbortSignal): Promise<AuthAgent> {
  for await (const state of followAgent(caller, id, { signal })) {
    if (state.invocation_id !== invocationId) break;
  }
  return retrieveAgent(caller, id);
}

/**
 * Waits for the end of a login, or for its first question to a person.
 * @returns the agent after a login that succeeded; null when nobody waited so long
 */
async function waitForLogin(
  caller: Caller,
  id: string,
  invocation_id: string,
  signal: AbortSignal,
): Promise<AuthAgent | null> {
  for await (const state of followInvocation(caller, invocation_id, { signal })) {
    const end = verdict(state);
    if (end === 'ready') return agentAfter(caller, id, invocation_id, signal);
    if (end) throw end;
  }
  return null;
}

/** See `AuthAgents.ensure`. Calls of one client for the same agent share what they ask, the login that they start, and its followers. */
export async function ensureSession(caller: Caller, input: Ensure): Promise<ReadySession> {
  const { timeout, ...wanted } = readParams(agents.ensure, input);
  const signal = AbortSignal.timeout(timeout * 1000);
  const agent = await readsOf(caller).read(`ensure:${JSON.stringify(wanted)}`, () => createAgent(caller, wanted));
  const { id } = agent;
  checkPause(agent.paused);
  if (agent.status === 'AUTHENTICATED') return ready(agent);
  // A login in progress may still succeed; a new one would end at its first password.
  if (agent.stopped !== null && agent.invocation_id === null)
    throw new AgentAuthError('max_attempts_reached', { ...agent.stopped });
  const started = await waitTogether(caller, `start:${id}`, signal, () =>
    createInvocation(caller, { auth_agent_id: id }),
  );
  if (started === undefined) throw new AgentAuthError('ensure_timeout');
  const { invocation_id } = started;
  const after = await waitTogether(caller, `login:${invocation_id}`, signal, (all) =>
    waitForLogin(caller, id, invocation_id, all),
  );
  if (after) return saved(agent, after, invocation_id);
  throw new AgentAuthError('ensure_timeout', { invocation_id });
}

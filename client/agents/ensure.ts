import type { z } from 'zod';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import { timeoutSignal } from '../../contract/machine/timeout-signal.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { followInvocation } from '../invocations/follow.js';
import { needsHuman } from '../invocations/needs-human.js';
import type { AgentAuthInvocation } from '../invocations/shape.js';
import { createInvocation } from '../invocations/start.js';
import { readParams } from '../read-params.js';
import { readsOf } from '../temporal/shared.js';
import { waitTogether } from '../temporal/shared-wait.js';
import { lookAt } from './check.js';
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
  /**
   * A session that was proven or checked longer ago is looked at first, for five seconds at most; 0: in any case. One that is over is not answered: a login
   * makes a new one. @default 300
   */
  readonly max_age_seconds?: number;
}

/** A session that can be used: `profiles.storageState(profile_name)`. */
export interface ReadySession {
  readonly auth_agent: AuthAgent;
  readonly profile_name: string;
  /** RFC 3339: when it ends, or how long it lives at least (`auth_agent.session_expires_reason`); null: nobody knows. */
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
  /**
   * Whether it was proven, or seen to work, as lately as was asked for. False: nobody could tell now, for instance because the site did not answer; or nothing
   * tells its sessions from none (`auth_agent.health_check_unavailable_reason`).
   */
  readonly verified: boolean;
}

const ready = (auth_agent: AuthAgent, verified = true): ReadySession => ({
  auth_agent,
  profile_name: auth_agent.profile_name,
  session_expires_at: auth_agent.session_expires_at,
  post_login_url: auth_agent.post_login_url,
  verified,
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

/** When its session was last proven, or seen to work. Ms since the epoch; 0 where that was before something else was seen. */
const seenAt = ({ last_check, last_auth_check_at: at }: AuthAgent): number =>
  at === null || (last_check !== null && last_check.answer !== 'in') ? 0 : Date.parse(at);

/** How long a look is waited for. */
const LOOK_SECONDS = 5;

/** An agent whose session was looked at where what is known of it is too old. One that is over is none. */
async function alive(
  caller: Caller,
  agent: AuthAgent,
  maxAge: number,
): Promise<{ readonly agent: AuthAgent; readonly verified: boolean }> {
  if (agent.status !== 'AUTHENTICATED') return { agent, verified: false };
  if (Date.now() - seenAt(agent) < maxAge * 1000) return { agent, verified: true };
  const { has_session, verified } = await lookAt(caller, agent.id, maxAge, LOOK_SECONDS);
  if (has_session) return { agent, verified };
  // By now it may have logged in again by itself: that session was proven a moment ago.
  const after = await retrieveAgent(caller, agent.id);
  return { agent: after, verified: after.status === 'AUTHENTICATED' };
}

/**
 * See `AuthAgents.ensure`. Calls of one client for the same agent share what they ask, the login that they start, and its followers.
 * @param given ends the wait before its time, as if it were over
 */
export async function ensureSession(caller: Caller, input: Ensure, given?: AbortSignal): Promise<ReadySession> {
  const { timeout, ...wanted } = readParams(agents.ensure, input);
  const inTime = timeoutSignal(timeout * 1000);
  const either = anySignal(given === undefined ? [inTime] : [given, inTime]);
  try {
    return await ensureUntil(caller, wanted, either.signal);
  } finally {
    either.release();
  }
}

async function ensureUntil(
  caller: Caller,
  { max_age_seconds, ...wanted }: Omit<z.output<typeof agents.ensure>, 'timeout'>,
  signal: AbortSignal,
): Promise<ReadySession> {
  const found = await readsOf(caller).read(`ensure:${JSON.stringify(wanted)}`, () => createAgent(caller, wanted));
  const { id } = found;
  checkPause(found.paused);
  const { agent, verified } = await alive(caller, found, max_age_seconds);
  if (agent.status === 'AUTHENTICATED') return ready(agent, verified);
  // A login in progress may still succeed; a new one would end at its first password.
  if (agent.stopped !== null && agent.invocation_id === null)
    throw new AgentAuthError('max_attempts_reached', { ...agent.stopped });
  const started = await waitTogether(caller, `start:${id}`, signal, () =>
    createInvocation(caller, { auth_agent_id: id }, true),
  );
  if (started === undefined) throw new AgentAuthError('ensure_timeout');
  const { invocation_id } = started;
  const after = await waitTogether(caller, `login:${invocation_id}`, signal, (all) =>
    waitForLogin(caller, id, invocation_id, all),
  );
  if (after) return saved(agent, after, invocation_id);
  throw new AgentAuthError('ensure_timeout', { invocation_id });
}

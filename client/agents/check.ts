import type { CheckedSession, SessionCheck } from '../../contract/agent/session-check.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { mainQueue, WORKFLOWS } from '../../contract/names.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { readParams } from '../read-params.js';
import { ask } from '../temporal/ask.js';
import { readsOf } from '../temporal/shared.js';
import { checkAgentId, retrieveAgent } from './read.js';
import type { AuthAgent } from './shape.js';

/** Longest that a look takes, its workflow included. */
const CHECK_MS = 20_000;

/** Mostly enough for a look by a browser. */
const BROWSER_SECONDS = 12;

/** What a look at a session has come to. */
export interface CheckedAgent {
  readonly auth_agent: AuthAgent;
  /** Whether the session was seen to work now. */
  readonly verified: boolean;
  /** Null where nothing could be looked at: see `auth_agent.health_check_unavailable_reason`. */
  readonly check: SessionCheck | null;
}

/**
 * Has a worker look at the session of an agent. All who ask at once, from wherever, share one look.
 * @param max_age_seconds a younger result is taken as it is
 * @param wait_seconds how long the answer of a look is waited for
 * @throws AgentAuthError `agent_not_found`, `worker_unavailable`
 */
export async function lookAt(
  caller: Caller,
  id: string,
  max_age_seconds: number,
  wait_seconds: number,
): Promise<CheckedSession> {
  const { workflow } = caller.temporal;
  const checked = await readsOf(caller).read(`check:${id}:${max_age_seconds}`, () =>
    ask(
      caller,
      { absent: 'worker_unavailable', ms: CHECK_MS, repeatable: true },
      (): Promise<CheckedSession | null> =>
        workflow.execute(WORKFLOWS.checkSession, {
          // A look that accepts slightly older results does not do for a caller who asks for one now.
          workflowId: max_age_seconds === 0 ? `check_${id}` : `check_${id}_${max_age_seconds}`,
          taskQueue: mainQueue(caller.task_queue),
          args: [{ id, max_age_seconds, wait_seconds }],
          workflowExecutionTimeout: CHECK_MS,
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
    ),
  );
  if (checked === null) throw new AgentAuthError('agent_not_found');
  return checked;
}

/** See `AuthAgents.check`. */
export async function checkAgent(
  caller: Caller,
  id: string,
  input: { max_age_seconds?: number },
): Promise<CheckedAgent> {
  const { max_age_seconds } = readParams(agents.check, { ...input, id: checkAgentId(id) });
  // Who may not read the agent may not have it looked at either.
  const before = await retrieveAgent(caller, id);
  if (before.paused !== null) return { auth_agent: before, verified: false, check: null };
  const { verified, last_check, unavailable, has_session } = await lookAt(caller, id, max_age_seconds, BROWSER_SECONDS);
  const auth_agent = await retrieveAgent(caller, id);
  return { auth_agent, verified, check: has_session && unavailable !== null ? null : last_check };
}

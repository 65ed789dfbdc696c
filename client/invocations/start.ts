import type { StartInvocation } from '../../contract/agent/agent.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { DEFAULT_LIMITS, type Limits } from '../../contract/invocation/invocation.js';
import { agent } from '../../contract/messages.js';
import { invocations } from '../../contract/schemas/invocations.js';
import { checkAgentId } from '../agents/read.js';
import type { Caller } from '../caller.js';
import { makeHandoff, randomId } from '../random.js';
import { readParams } from '../read-params.js';
import { ask } from '../temporal/ask.js';
import { pause } from '../temporal/pause.js';
import { inTurn } from '../temporal/turns.js';
import { authorizeStart } from './authorization.js';
import { recordLink, toHandoff } from './handoff.js';
import type { StartedLogin } from './shape.js';

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

/** Limits from the input; null when none was given. A long limit for a question raises the default overall limit. */
export function limitsOf(idle: number | undefined, overall: number | undefined): Limits | null {
  if (idle === undefined && overall === undefined) return null;
  const idle_seconds = idle ?? Math.min(DEFAULT_LIMITS.idle_seconds, overall ?? Infinity);
  return { idle_seconds, overall_seconds: overall ?? Math.max(DEFAULT_LIMITS.overall_seconds, idle_seconds) };
}

/** A login that was started, before anybody has looked at the standing of its agent. */
type Started = Omit<StartedLogin, 'stopped'>;

/** See `Invocations.create`. */
export async function createInvocation(caller: Caller, input: InvocationCreate, automatic?: true): Promise<Started> {
  const wanted = readParams(invocations.create, input);
  return startInvocation(caller, wanted.auth_agent_id, {
    type: 'login',
    save_credential_as: wanted.save_credential_as ?? null,
    limits: limitsOf(wanted.idle_timeout_seconds, wanted.overall_timeout_seconds),
    ...(automatic === true ? { automatic } : {}),
  });
}

/** When it is looked again whether a login that is joined has begun: it was started a moment ago, at the least. Milliseconds. */
const LOOK_AGAIN_AFTER = [200, 400, 800, 1600] as const;

/**
 * Has the link to a login recorded that somebody else started. Its id comes from a workflow, so the vault looks whether it is this agent's:
 * else a person would be sent to a login on another site. One that has ended meanwhile needs no link.
 * @throws AgentAuthError `invocation_not_found` when it is another agent's
 */
async function linkToJoined(caller: Caller, link: Parameters<typeof recordLink>[1]): Promise<boolean> {
  for (const ms of LOOK_AGAIN_AFTER) {
    try {
      return await recordLink(caller, link);
    } catch (error) {
      if (hasCode(error, 'invocation_ended')) return false;
      if (!hasCode(error, 'invocation_not_found')) throw error;
    }
    await pause(ms);
  }
  throw new AgentAuthError('invocation_not_found');
}

/**
 * Starts an invocation of an agent, or joins the one in progress. The id is made here, so that a repeat is the same request.
 * @throws AgentAuthError `agent_not_found`, `save_conflict`, `unauthorized`, `untrusted_vault`; `invocation_not_found` when the one in progress
 *   is no login of this agent
 */
export async function startInvocation(
  caller: Caller,
  authAgentId: string,
  wanted: Pick<StartInvocation, 'type' | 'save_credential_as' | 'limits' | 'automatic'>,
): Promise<Started> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(authAgentId));
  const invocation_id = `inv_${randomId()}`;
  const { code, hash } = makeHandoff();
  const { save_credential_as } = wanted;
  const place = { invocation: invocation_id, agent: authAgentId };
  const authorization = await authorizeStart(caller, place, { save_credential_as, link_hash: hash });
  const started = await inTurn(caller.temporal, authAgentId, () =>
    ask(caller, { absent: 'agent_not_found', repeatable: true }, () =>
      handle.executeUpdate(agent.startInvocation, {
        updateId: invocation_id,
        args: [{ ...wanted, invocation_id, handoff_hash: hash, authorization }],
      }),
    ),
  );
  const joined = { invocation_id: started.invocation_id, link_hash: hash, auth_agent_id: authAgentId };
  const lasting =
    started.invocation_id === invocation_id ? wanted.type === 'reauth' : await linkToJoined(caller, joined);
  return {
    ...(await toHandoff(caller, started.invocation_id, code, lasting)),
    type: started.type,
    expires_at: started.expires_at,
  };
}

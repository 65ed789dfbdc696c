import type { StartInvocation } from '../../contract/agent.js';
import { agent } from '../../contract/messages.js';
import { checkAgentId } from '../agents/read.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { makeHandoff, randomId } from '../lib/random.js';
import { toHandoff } from './handoff.js';
import type { StartedLogin } from './shape.js';

/**
 * Starts an invocation of an agent, or joins the one in progress. The id is made here, so that a repeat is the same request.
 * @throws AgentAuthError `agent_not_found`, `save_conflict`
 */
export async function startInvocation(
  caller: Caller,
  authAgentId: string,
  wanted: Pick<StartInvocation, 'type' | 'save_credential_as' | 'limits'>,
): Promise<StartedLogin> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(authAgentId));
  const invocation_id = `inv_${randomId()}`;
  const { code, hash } = makeHandoff();
  const started = await ask(caller, { absent: 'agent_not_found' }, () =>
    handle.executeUpdate(agent.startInvocation, {
      updateId: invocation_id,
      args: [{ ...wanted, invocation_id, handoff_hash: hash }],
    }),
  );
  return {
    ...toHandoff(caller, started.invocation_id, code),
    type: started.type,
    expires_at: started.expires_at,
  };
}

import type { AgentState } from '../../contract/agent.js';
import { agent } from '../../contract/messages.js';
import type { FollowOptions } from '../invocations/follow.js';
import type { Caller } from '../lib/caller.js';
import { follow as followWorkflow } from '../lib/follow.js';
import { readLivingAgent } from './read.js';

/**
 * The state of an agent now and each newer one, for as long as the agent lives. Nothing is polled.
 * @throws AgentAuthError `agent_not_found`, also when it is deleted meanwhile
 */
export const follow =
  (caller: Caller) =>
  (id: string, options: FollowOptions = {}): AsyncGenerator<AgentState, void> =>
    followWorkflow<AgentState>(caller, {
      workflowId: id,
      waitForChange: agent.waitForChange,
      read: () => readLivingAgent(caller, id),
      isFinal: () => false,
      signal: options.signal,
    });

import { agent } from '../../contract/messages.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { checkAgentId } from './read.js';

/**
 * Says that the session no longer works (for instance after a 401): the agent logs in again. Works while no worker is up.
 * @throws AgentAuthError `agent_not_found`
 */
export const reportExpired =
  (caller: Caller) =>
  async (id: string): Promise<void> => {
    const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
    await ask(caller, { absent: 'agent_not_found' }, () => handle.signal(agent.reportExpired));
  };

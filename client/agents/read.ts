import type { AgentState } from '../../contract/agent.js';
import { AgentAuthError } from '../../contract/errors.js';
import { agent } from '../../contract/messages.js';
import { AGENT_ID_PATTERN } from '../../contract/names.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';

/** @throws AgentAuthError `agent_not_found` for what can't be an id */
export function checkAgentId(id: string): string {
  if (typeof id !== 'string' || !AGENT_ID_PATTERN.test(id)) throw new AgentAuthError('agent_not_found');
  return id;
}

/** @throws AgentAuthError `agent_not_found` */
export async function readAgent(caller: Caller, id: string): Promise<AgentState> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
  return ask(caller, { absent: 'agent_not_found' }, () => handle.query(agent.state));
}

/** Null where there is no such agent. */
export async function findAgent(caller: Caller, id: string): Promise<AgentState | null> {
  try {
    return await readAgent(caller, id);
  } catch (error) {
    if (hasCode(error, 'agent_not_found')) return null;
    throw error;
  }
}

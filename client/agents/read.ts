import type { AgentState } from '../../contract/agent.js';
import { AgentAuthError } from '../../contract/errors.js';
import { agent } from '../../contract/messages.js';
import { AGENT_ID_PATTERN } from '../../contract/names.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { query } from '../lib/query.js';

/** @throws AgentAuthError `agent_not_found` for what can't be an id */
export function checkAgentId(id: string): string {
  if (typeof id !== 'string' || !AGENT_ID_PATTERN.test(id)) throw new AgentAuthError('agent_not_found');
  return id;
}

async function readAgent(caller: Caller, id: string): Promise<AgentState> {
  return query(caller, checkAgentId(id), agent.state, 'agent_not_found');
}

/**
 * Reads an agent that lives. The workflow of one that was deleted still answers queries for a while.
 * @throws AgentAuthError `agent_not_found`
 */
export async function readLivingAgent(caller: Caller, id: string): Promise<AgentState> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
  const [state, { status }] = await Promise.all([
    readAgent(caller, id),
    ask(caller, { absent: 'agent_not_found' }, () => handle.describe()),
  ]);
  if (status.name !== 'RUNNING') throw new AgentAuthError('agent_not_found');
  return state;
}

/** Null where there is no such agent. */
export async function findAgent(caller: Caller, id: string): Promise<AgentState | null> {
  try {
    return await readLivingAgent(caller, id);
  } catch (error) {
    if (hasCode(error, 'agent_not_found')) return null;
    throw error;
  }
}

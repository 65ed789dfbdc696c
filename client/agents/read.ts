import type { AgentState } from '../../contract/agent/agent.js';
import type { AgentRecord } from '../../contract/agent/agent-record.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { agent } from '../../contract/messages.js';
import { AGENT_ID_PATTERN } from '../../contract/names.js';
import type { Caller } from '../caller.js';
import type { FollowOptions } from '../invocations/follow.js';
import { ask } from '../temporal/ask.js';
import { follow } from '../temporal/follow.js';
import { query } from '../temporal/query.js';
import { readsOf } from '../temporal/shared.js';
import { callVault } from '../vault/call-vault.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

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
async function readLivingAgent(caller: Caller, id: string): Promise<AgentState> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
  // A worker keeps one waiting query of a workflow: of those that many send at once most would be lost.
  return readsOf(caller.temporal).read(`agent:${id}`, async () => {
    const [state, { status }] = await Promise.all([
      readAgent(caller, id),
      ask(caller, { absent: 'agent_not_found', repeatable: true }, () => handle.describe()),
    ]);
    if (status.name !== 'RUNNING') throw new AgentAuthError('agent_not_found');
    return state;
  });
}

/** What the vault has of an agent. */
export const readRecord = (caller: Caller, id: string): Promise<AgentRecord> =>
  readsOf(caller).read(`record:${id}`, () => callVault(caller, 'agents.retrieve', { id: checkAgentId(id) }));

/** Null where there is no such agent. */
export async function findAgent(caller: Caller, id: string): Promise<AgentState | null> {
  try {
    return await readLivingAgent(caller, id);
  } catch (error) {
    if (hasCode(error, 'agent_not_found')) return null;
    throw error;
  }
}

/** See `AuthAgents.retrieve`. */
export async function retrieveAgent(caller: Caller, id: string): Promise<AuthAgent> {
  checkAgentId(id);
  const [record, state] = await Promise.all([readRecord(caller, id), findAgent(caller, id)]);
  return toAuthAgent(record, state);
}

/** See `AuthAgents.follow`. */
export const followAgent = (caller: Caller, id: string, { signal }: FollowOptions): AsyncGenerator<AgentState, void> =>
  follow<AgentState>(caller, {
    workflowId: id,
    waitForChange: agent.waitForChange,
    read: () => readLivingAgent(caller, id),
    isFinal: () => false,
    signal,
  });

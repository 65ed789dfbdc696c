import type { Client } from '@temporalio/client';
import type { AgentInput } from '../../contract/agent/agent.js';
import { agentMetadata } from '../../contract/agent-metadata.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { DEFAULT_LIMITS } from '../../contract/invocation/invocation.js';
import { agent } from '../../contract/messages.js';
import { mainQueue, WORKFLOWS } from '../../contract/names.js';
import type { LoginVault } from '../vault/types.js';

type Grants = Pick<LoginVault, 'grantOf'>;

/**
 * The workflow of an agent as the vault granted it: it is started anew from nothing else.
 * @returns null where there is no such agent
 */
export async function keeperInput(vault: Grants, id: string, taskQueue: string): Promise<AgentInput | null> {
  try {
    const { domain, profile_name, login_url, allowed_domains, credential } = await vault.grantOf(id);
    const credential_name = credential?.name ?? null;
    const config = { domain, profile_name, login_url, allowed_domains, credential_name, limits: DEFAULT_LIMITS };
    return { id, config, task_queue: taskQueue, resume: null };
  } catch (error) {
    if (hasCode(error, 'agent_not_found')) return null;
    throw error;
  }
}

/**
 * Starts the workflow of an agent where it does not run, and lets it read in the vault what it missed.
 * @returns false where there is no such agent
 */
export async function startKeeper(client: Client, vault: Grants, id: string, taskQueue: string): Promise<boolean> {
  const input = await keeperInput(vault, id, taskQueue);
  if (input === null) return false;
  await client.workflow.signalWithStart(WORKFLOWS.authAgent, {
    workflowId: id,
    taskQueue: mainQueue(taskQueue),
    args: [input],
    signal: agent.vaultChanged,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    ...agentMetadata(input.config),
  });
  return true;
}

import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { parseDomain, withoutWww } from '../../contract/address/domain.js';
import type { AgentInput } from '../../contract/agent/agent.js';
import * as messages from '../../contract/messages.js';
import { agentId, mainQueue, WORKFLOWS } from '../../contract/names.js';
import type { TemporalActivities } from '../../contract/steps.js';
import type { LoginVault } from '../vault/types.js';
import { keeperInput } from './keeper.js';

/** A caller without the client library may have made an agent of the host `www.` itself; else it is the one of the bare domain. */
const inputOf = async (
  vault: LoginVault,
  host: string,
  profile: string,
  taskQueue: string,
): Promise<AgentInput | null> =>
  (await keeperInput(vault, agentId(withoutWww(host), profile), taskQueue)) ??
  (withoutWww(host) === host ? null : keeperInput(vault, agentId(host, profile), taskQueue));

/** Asks the agent of a (domain, profile) for its session on behalf of a workflow, which hears the answer by Signal. */
export const askAgent =
  (
    client: Client,
    vault: LoginVault,
    taskQueue: string,
    check: TemporalActivities['checkSession'],
  ): TemporalActivities['askAgent'] =>
  async ({ domain, profile_name, workflow_id, max_age_seconds }) => {
    const input = await inputOf(vault, parseDomain(domain), profile_name, taskQueue);
    if (input === null) return null;
    if (await vault.isPaused(input.id)) return { paused: true };
    // What is over is not answered: the agent asks the vault, which knows by then.
    if (max_age_seconds !== undefined) await check({ id: input.id, max_age_seconds });
    const start = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
      workflowId: input.id,
      taskQueue: mainQueue(taskQueue),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    try {
      const { authenticated, agent } = await client.workflow.executeUpdateWithStart(messages.agent.ensure, {
        startWorkflowOperation: start,
        args: [{ workflow_id }],
      });
      // Who has taken the agent's id answers anything; the session itself is in the vault.
      const isSo = authenticated && (await vault.hasSession(input.id));
      return isSo ? { authenticated, code: null, agent } : { waiting: true };
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
      if (cause instanceof ApplicationFailure && cause.type === 'agent_not_found') return null;
      throw error;
    }
  };

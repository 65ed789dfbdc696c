/** Ends workflows that the vault is done with: Temporal's records may be older than the vault's, or whoever was to end them died. */
import type { Client } from '@temporalio/client';
import { invocation } from '../../contract/messages.js';
import { mainQueue, WORKFLOWS } from '../../contract/names.js';
import type { ComparisonVault } from '../vault/comparison.js';

/** So many ids in one question to the vault. */
const AT_ONCE = 500;

interface Compared {
  readonly client: Client;
  readonly vault: Pick<ComparisonVault, 'deletedAmong' | 'endedAmong'>;
  readonly taskQueue: string;
}

/** What runs in a list may be over by now. It names who to ask for, and no more. */
const listed = (client: Client, type: string) =>
  client.workflow.list({ query: `WorkflowType = '${type}' AND ExecutionStatus = 'Running'`, pageSize: 1_000 });

/** Run id of one of our workflows; null if it is not running. */
async function runOf({ client, taskQueue }: Compared, id: string, type: string): Promise<string | null> {
  const { status, type: found, taskQueue: queue, runId } = await client.workflow.getHandle(id).describe();
  return status.name === 'RUNNING' && found === type && queue === mainQueue(taskQueue) ? runId : null;
}

/** @returns how many were ended */
async function endThose(
  compared: Compared,
  type: string,
  among: (ids: readonly string[]) => Promise<readonly string[]>,
  end: (id: string, runId: string) => Promise<unknown>,
): Promise<number> {
  let ended = 0;
  const decide = async (ids: readonly string[]): Promise<void> => {
    for (const id of await among(ids)) {
      // It may end by itself just now.
      const runId = await runOf(compared, id, type).catch(() => null);
      if (runId === null) continue;
      await end(id, runId).catch(() => undefined);
      ended += 1;
    }
  };
  let ids: string[] = [];
  for await (const { workflowId, taskQueue } of listed(compared.client, type)) {
    if (taskQueue === mainQueue(compared.taskQueue)) ids.push(workflowId);
    if (ids.length < AT_ONCE) continue;
    await decide(ids);
    ids = [];
  }
  await decide(ids);
  return ended;
}

/**
 * Ends keepers of agents that were deleted, and logins that the vault has ended: those by their own way, so that pages close and whoever waits hears.
 * @returns how many
 */
export async function endOrphans(compared: Compared): Promise<number> {
  const { client, vault } = compared;
  const { authAgent, authInvocation } = WORKFLOWS;
  const keepers = await endThose(
    compared,
    authAgent,
    (ids) => vault.deletedAmong(ids),
    (id, runId) => client.workflow.getHandle(id, runId).cancel(),
  );
  const logins = await endThose(
    compared,
    authInvocation,
    (ids) => vault.endedAmong(ids),
    (id, runId) => client.workflow.getHandle(id, runId).signal(invocation.cancel),
  );
  return keepers + logins;
}

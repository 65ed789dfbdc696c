import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { mainQueue, WORKFLOWS } from '../../contract/names.js';

/** Longer than a worker takes that reaches its database. Ms. */
const WITHIN_MS = 8_000;

/**
 * Whether any worker answers for the vault, asked as clients ask.
 * @param times so often at once, for whoever asks may be given some of it
 */
export async function someoneAnswers(client: Client, taskQueue: string, times: number): Promise<boolean> {
  const ask = () =>
    client.withDeadline(Date.now() + WITHIN_MS, () =>
      client.workflow.execute(WORKFLOWS.vaultCall, {
        workflowId: `vault_key_${randomUUID()}`,
        taskQueue: mainQueue(taskQueue),
        args: [{ request: null }],
        workflowExecutionTimeout: WITHIN_MS,
      }),
    );
  return Promise.any(Array.from({ length: times }, ask)).then(
    () => true,
    () => false,
  );
}

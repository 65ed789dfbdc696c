import type { Client } from '@temporalio/client';

/** Longest that the question may take, in ms. */
const WITHIN_MS = 10_000;

/**
 * The first of the runs that led to a run of a workflow, each by continuing as new or by a reset. By the server's word, in the first event of
 * the run: whoever starts another workflow of the same id gets another one.
 * @returns null where there is no such run
 */
export const firstRunOf =
  (client: Client) =>
  async (workflowId: string, runId: string): Promise<string | null> => {
    const { namespace } = client.options;
    const execution = { workflowId, runId };
    const { history } = await client.withDeadline(Date.now() + WITHIN_MS, () =>
      client.workflowService.getWorkflowExecutionHistory({ namespace, execution, maximumPageSize: 1 }),
    );
    return history?.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? null;
  };

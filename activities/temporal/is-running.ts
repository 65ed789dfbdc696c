import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { TemporalActivities } from '../../contract/steps.js';

/** Whether a workflow still runs. One that Temporal has forgotten does not. */
export const isRunning =
  (client: Client): TemporalActivities['isRunning'] =>
  async ({ workflow_id }) => {
    try {
      return (await client.workflow.getHandle(workflow_id).describe()).status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };

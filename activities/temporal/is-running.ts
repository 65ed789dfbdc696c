import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { TemporalActivities } from '../../contract/steps.js';
import { firstRunOf } from './first-run-of.js';

/** See `TemporalActivities.isRunning`. One that Temporal has forgotten does not. */
export const isRunning =
  (client: Client): TemporalActivities['isRunning'] =>
  async ({ workflow_id, run_id }) => {
    try {
      const { status, runId } = await client.workflow.getHandle(workflow_id).describe();
      if (status.name !== 'RUNNING') return false;
      // The id of a login that was ended by force may be somebody else's by now.
      return run_id == null || run_id === runId || (await firstRunOf(client)(workflow_id, runId)) === run_id;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };

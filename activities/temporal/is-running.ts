import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { TemporalActivities } from '../../contract/steps.js';
import { firstRunOf } from './first-run-of.js';

/** How a workflow is: it runs, somebody ended it from outside, or nobody knows of it any more as what it was. */
type Standing = 'runs' | 'stopped' | 'gone';

/** @param run_id its first run; null: whichever */
export const standingOf =
  (client: Client) =>
  async (workflow_id: string, run_id: string | null): Promise<Standing> => {
    try {
      const { status, runId } = await client.workflow.getHandle(workflow_id).describe();
      if (status.name === 'TERMINATED' || status.name === 'CANCELLED') return 'stopped';
      if (status.name !== 'RUNNING') return 'gone';
      // The id of a login that was ended by force may be somebody else's by now.
      const isIt = run_id === null || run_id === runId || (await firstRunOf(client)(workflow_id, runId)) === run_id;
      return isIt ? 'runs' : 'gone';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
  };

/** See `TemporalActivities.isRunning`. One that Temporal has forgotten does not. */
export const isRunning =
  (client: Client): TemporalActivities['isRunning'] =>
  async ({ workflow_id, run_id }) =>
    (await standingOf(client)(workflow_id, run_id ?? null)) === 'runs';

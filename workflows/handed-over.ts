import { workflowInfo } from '@temporalio/workflow';

/**
 * What the run before hands to this one; null in a first run. Whoever starts a workflow chooses its arguments, so one of them is taken
 * for what a run of ours wrote only where the server says that this run continues another.
 */
export const handedOver = <T>(resume: T | null): T | null =>
  workflowInfo().continuedFromExecutionRunId === undefined ? null : resume;

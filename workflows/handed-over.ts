import { workflowInfo } from '@temporalio/workflow';

/**
 * What the previous run handed to this one; null in a first run. Anybody who starts a workflow chooses its arguments, so this one is
 * trusted only when the server says that this run continues another.
 */
export const handedOver = <T>(resume: T | null): T | null =>
  workflowInfo().continuedFromExecutionRunId === undefined ? null : resume;

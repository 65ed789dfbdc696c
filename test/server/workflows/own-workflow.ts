import { makeContinueAsNewFunc } from '@temporalio/workflow';

/** What somebody with access to Temporal can write: a workflow of their own that goes on as one of ours, with arguments of their choice. */
export function goOnAs(workflowType: string, taskQueue: string, args: unknown[]): Promise<never> {
  return makeContinueAsNewFunc<(...args: unknown[]) => Promise<void>>({ workflowType, taskQueue })(...args);
}

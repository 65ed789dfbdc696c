import { ActivityFailure, ApplicationFailure, makeContinueAsNewFunc, proxyActivities } from '@temporalio/workflow';

/** Somebody's own code under the name of one of our workflows: asks for an activity of ours, and says what came of it. */
export async function authInvocation(taskQueue: string, activity: string, input: unknown): Promise<unknown> {
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    taskQueue,
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '20s',
    retry: { maximumAttempts: 1 },
  });
  try {
    return { answer: await activities[activity]!(input) };
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    return { refused: cause instanceof ApplicationFailure ? cause.type : String(cause) };
  }
}

/** Goes on as our own code, with what an earlier run is said to have handed over. */
export const goOnAsOurs = (taskQueue: string, args: unknown[]): Promise<never> =>
  makeContinueAsNewFunc<(...args: unknown[]) => Promise<void>>({ workflowType: 'authInvocation', taskQueue })(...args);

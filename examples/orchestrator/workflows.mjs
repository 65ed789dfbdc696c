import { ApplicationFailure, executeChild, proxyActivities } from '@temporalio/workflow';
import { DEFAULT_TASK_QUEUE, mainQueue, WORKFLOWS } from 'temporal-agent-auth/workflow';

/** @type {typeof import('./activities.mjs')} */
const { readTitle } = proxyActivities({ startToCloseTimeout: '1 minute' });

/**
 * Orchestration code that needs a logged-in session. A workflow can't send an Update; the child on the queue of the agents does it,
 * and waits durably: for seconds when the session is there, for hours when a person has to give a value first.
 *
 * @param {{ domain: string, profile_name: string }} site
 * @returns {Promise<string>}
 */
export async function titleBehindLogin({ domain, profile_name }) {
  /** @type {import('temporal-agent-auth/workflow').EnsureSessionInput} */
  const wanted = { domain, profile_name, timeout_seconds: 3600 };
  /** @type {import('temporal-agent-auth/workflow').EnsureSessionResult} */
  const session = await executeChild(WORKFLOWS.ensureSession, {
    taskQueue: mainQueue(DEFAULT_TASK_QUEUE),
    args: [wanted],
  });
  if (session.status !== 'AUTHENTICATED') throw ApplicationFailure.nonRetryable('There is no session.', session.code);
  return readTitle(session.agent.id, profile_name);
}

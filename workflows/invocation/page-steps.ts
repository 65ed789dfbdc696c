import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import { browsersQueue } from '../../contract/names.js';
import { type BrowserActivities, PAGE_LOST, type PageActivities, type PageHandle } from '../../contract/steps.js';

/**
 * A canceled step is waited for until it has ended: it closes its page and ends at its next heartbeat, and then it is known that
 * nothing more is typed or saved. One that was saved or typed before it heard of the cancel says so.
 */
const cancellationType = 'WAIT_CANCELLATION_COMPLETED';

/** Pages of a live worker are polled at once; a task that nobody takes means that the worker is gone. */
const WORKER_GONE_AFTER = '5s';

/**
 * Opens pages. Waits in the queue as long as it takes: more logins than pages queue here, and none fails for it.
 * @param woken a person has just answered: goes before logins that nobody watches
 */
export const browsers = (taskQueue: string, woken: boolean, summary: string): BrowserActivities =>
  proxyActivities<BrowserActivities>({
    taskQueue: browsersQueue(taskQueue),
    scheduleToStartTimeout: '1 day',
    startToCloseTimeout: '3 minutes',
    heartbeatTimeout: '15s',
    cancellationType,
    retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 4 },
    priority: { priorityKey: woken ? 1 : 3 },
    summary,
  });

/** Steps on a page that one worker holds. Never repeated by Temporal: a second submission could lock an account. */
export const pageSteps = (page: PageHandle, summary: string): PageActivities =>
  proxyActivities<PageActivities>({
    taskQueue: page.task_queue,
    scheduleToStartTimeout: WORKER_GONE_AFTER,
    startToCloseTimeout: '3 minutes',
    heartbeatTimeout: '10s',
    cancellationType,
    retry: { maximumAttempts: 1 },
    summary,
  });

/** How a page step failed: before it could do anything, or at a moment that nobody knows. */
export type Lost = 'untouched' | 'unknown';

/**
 * Whether an error of a page step means that the page has to be opened again.
 * @throws the error, if it is not an activity's, or the login was canceled: the scope is asked, for a step that a stopping worker ends
 * fails like one that was canceled
 */
export function lostBy(error: unknown): Lost {
  if (!(error instanceof ActivityFailure) || CancellationScope.current().consideredCancelled) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START') return 'untouched';
  return cause instanceof ApplicationFailure && cause.type === PAGE_LOST ? 'untouched' : 'unknown';
}

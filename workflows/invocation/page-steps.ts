import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import { browsersQueue } from '../../contract/names.js';
import {
  type BrowserActivities,
  type LoginRef,
  PAGE_LOST,
  type PageActivities,
  type PageHandle,
} from '../../contract/steps.js';

/**
 * A canceled step is waited for: it closes its page and ends at its next heartbeat, and only then is it certain that nothing more is
 * typed or saved. A step that had typed or saved before it noticed the cancel reports that.
 */
const cancellationType = 'WAIT_CANCELLATION_COMPLETED';

/** A live worker polls the queue of its pages all the time, so a task that nobody takes means that the worker is gone. */
const WORKER_GONE_AFTER = '5s';

/**
 * Opens pages. Waits in the queue as long as it takes: more logins than pages queue here, and none fails for it.
 * @param woken whether a person has just answered: then it goes before logins that nobody watches
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

/** How a page step failed: before it could do anything, or at an unknown point. */
export type Lost = 'untouched' | 'unknown';

/**
 * Why a page was not opened, where that is not the login's fault: the vault is away, or its workers died one after the other.
 * @throws the error itself otherwise, or if the login was canceled
 */
export function notOpenedBy(error: unknown): 'vault' | 'worker' {
  if (!(error instanceof ActivityFailure) || CancellationScope.current().consideredCancelled) throw error;
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === 'vault_unavailable') return 'vault';
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'HEARTBEAT') return 'worker';
  throw error;
}

/**
 * Whether an error of a page step means that the page has to be opened again.
 * @throws the error itself if it is not an activity's, or if the login was canceled. The scope tells that, not the error: a step that
 * a stopping worker ends fails like a canceled one
 */
export function lostBy(error: unknown): Lost {
  if (!(error instanceof ActivityFailure) || CancellationScope.current().consideredCancelled) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START') return 'untouched';
  return cause instanceof ApplicationFailure && cause.type === PAGE_LOST ? 'untouched' : 'unknown';
}

/** Closes the page of a login, if it has one. */
export async function closePage(ref: LoginRef, page: PageHandle | null): Promise<void> {
  if (page === null) return;
  await pageSteps(page, 'close the page')
    .closePage({ ...ref, page })
    .catch(() => undefined);
}

import { proxyLocalActivities } from '@temporalio/workflow';
import type { VaultActivities } from '../contract/steps.js';
import { oneAtATime } from './one-at-a-time.js';

/** Local activities: half the events and latency of normal ones. Each is idempotent, because a crash can make it run twice. */
export const vault = oneAtATime(
  proxyLocalActivities<VaultActivities>({
    startToCloseTimeout: '20s',
    // A call that was begun is waited for, even when the workflow is canceled.
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { initialInterval: '200ms', maximumInterval: '10s', backoffCoefficient: 2 },
  }),
);

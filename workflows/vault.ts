import { proxyLocalActivities } from '@temporalio/workflow';
import type { VaultActivities } from '../contract/steps.js';

/** Local activities: half the events and latency of normal ones; each is idempotent, for a crash runs it twice. */
export const vault = proxyLocalActivities<VaultActivities>({
  startToCloseTimeout: '20s',
  // What was begun in the vault is ended there: a cancel comes after it.
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '200ms', maximumInterval: '10s', backoffCoefficient: 2 },
});

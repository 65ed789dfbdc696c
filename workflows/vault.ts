import { proxyLocalActivities } from '@temporalio/workflow';
import type { VaultActivities } from '../contract/steps.js';
import { oneAtATime } from './one-at-a-time.js';

type Calls = Omit<VaultActivities, 'callVault'>;

/** What each call is for, as Temporal's UI shows it beside its name. No names and no values: these words are the same in each history. */
const SUMMARIES: { readonly [Name in keyof Calls]: string } = {
  beginInvocation: 'make a key for this login, and look which values are stored',
  recoverAttempt: 'was anything typed before the page was lost?',
  closeInvocation: 'save what was given if asked to, delete the key, record the end',
  noteNeedsHuman: 'tell webhooks that a person is needed',
  remind: 'remind the person',
  wakeLogin: 'may this answer begin the login again?',
  readEnd: 'how did the login end?',
  checkLogin: 'may the account be logged in to now?',
  readStored: 'look which values are stored now',
  hearChange: 'what has changed for the agent?',
  hasSession: 'is there a session that is still good?',
  recordAgent: 'record how the agent stands',
};

const options = {
  startToCloseTimeout: '20s',
  // A call that was begun is waited for, even when the workflow is canceled.
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '200ms', maximumInterval: '10s', backoffCoefficient: 2 },
  // The vault has asked its database again for as long as is bearable. The next try waits by a timer of the workflow, and is made by whichever worker takes
  // that up: this one may be cut off from the database alone, and could not stop while it kept the workflow.
  localRetryThreshold: '1ms',
} as const;

const calls = Object.fromEntries(
  Object.entries(SUMMARIES).map(([name, summary]) => [
    name,
    Reflect.get(proxyLocalActivities<Calls>({ ...options, summary }), name),
  ]),
) as unknown as Calls;

/** Local activities: half the events and latency of normal ones. Each is idempotent, because a crash can make it run twice. */
export const vault = oneAtATime(calls);

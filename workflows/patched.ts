import { patched as isPatched } from '@temporalio/workflow';

/** What a run goes by from its first task on, where it began with a version that has all of it. */
const FROM_THE_START: ReadonlySet<string> = new Set([
  'choices-outlive-pages',
  'entitled-answers',
  'hands-on-news',
  'ledger',
  'one-at-a-time',
  'one-look',
  'opens-again',
  'overdue-checks-back-off',
  'reauth-waits',
  'report-looked-at',
  'secrets-go-out-twice',
  'session-account',
  'tells-need',
  'vault-changed',
  'vault-says',
  'waits-out',
]);
let hasAll = false;

/** Called before anything else that a run does. */
export function beginPatched(): void {
  hasAll = isPatched('from-the-start');
}

/**
 * As that of Temporal. A patch that is first met after a local activity has no marker of its own: where a query comes while the activity runs, the
 * marker stands one task later in the history than a replay wants it. One marker at the start of a run says so for all.
 */
export const patched = (change: string): boolean => (hasAll && FROM_THE_START.has(change)) || isPatched(change);

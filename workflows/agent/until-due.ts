import { condition, workflowInfo } from '@temporalio/workflow';
import type { AgentResume } from '../../contract/agent/agent.js';
import { patched } from '../patched.js';
import { nextWake } from './record.js';

const DAY_MS = 86_400_000;

type Due = NonNullable<ReturnType<typeof nextWake>>['why'];

/** What the timer is for, as Temporal's UI shows it. */
const WAITS: Readonly<Record<Due, string>> = {
  'session ends': 'until the session ends, or is renewed',
  'login is due': 'until the next login may begin',
  'invocation overdue': 'a login is in progress',
};

/**
 * Waits on one timer until something is due, or there is other work.
 * @param checkAfter not before, in ms since the epoch
 * @returns what is due; null where there is other work first
 */
export async function untilDue(record: AgentResume, checkAfter: number, hasWork: () => boolean): Promise<Due | null> {
  const wake = nextWake(record);
  if (wake === null) {
    await condition(hasWork);
    return null;
  }
  const left = Math.min(Math.max(wake.at, checkAfter) - Date.now(), DAY_MS);
  const early = left > 0 && (await condition(hasWork, left, { summary: WAITS[wake.why] }));
  return early || Date.now() < wake.at ? null : wake.why;
}

/** How soon after its time it is looked whether a login still runs: it may be queued for a page, or have been terminated. Ms. */
const CHECK_MS = 60_000;
/** A login that waits for a person does so for days: it is looked less and less often, and daily in the end. */
const BACKS_OFF = 'overdue-checks-back-off';

/** How long to wait before it is looked again. Ms. */
export const checkAgainMs = ({ overdue_checks = 0 }: AgentResume): number =>
  patched(BACKS_OFF) ? Math.min(CHECK_MS * 2 ** overdue_checks, DAY_MS) : CHECK_MS;

/** Whether a run has to hand over to the next one, as it does daily. */
export const isOld = (startedAt: number): boolean =>
  workflowInfo().continueAsNewSuggested || Date.now() - startedAt >= DAY_MS;

/** Whether an invocation that was told to end reports so in time. */
export const isReported = (hasReported: () => boolean): Promise<boolean> =>
  condition(hasReported, '30s', { summary: 'the invocation reports its end' });

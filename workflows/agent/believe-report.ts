import { proxyActivities } from '@temporalio/workflow';
import type { AgentResume } from '../../contract/agent/agent.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { patched } from '../patched.js';

/** A report so soon after one that was believed is looked into: a caller in a loop is no proof. */
const SOON_MS = 3_600_000;

const { checkSession } = proxyActivities<Pick<TemporalActivities, 'checkSession'>>({
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  retry: { maximumAttempts: 2 },
  summary: 'is the session over, as was reported?',
});

/** What is said while the site is asked is answered by that. */
export class Reports {
  #isLooking = false;

  /** @param now ms since the epoch */
  async areBelieved(record: AgentResume, now: number): Promise<boolean> {
    if (this.#isLooking && patched('one-look')) return false;
    this.#isLooking = true;
    try {
      return await isBelieved(record, now);
    } finally {
      this.#isLooking = false;
    }
  }
}

/**
 * Whether to believe a report that the session is over. The first one is believed; after that the site is asked, where possible.
 */
async function isBelieved({ state, reported_at }: AgentResume, now: number): Promise<boolean> {
  if (!reported_at || now - Date.parse(reported_at) > SOON_MS) return true;
  if (state.status !== 'AUTHENTICATED' || !patched('report-looked-at')) return true;
  try {
    const checked = await checkSession({ id: state.id, max_age_seconds: 0 });
    return checked === null || checked.unavailable !== null || !checked.has_session;
  } catch {
    // Nobody could look: then the word of the caller is what there is.
    return true;
  }
}

import { proxyActivities } from '@temporalio/workflow';
import type { CheckedSession, CheckInput } from '../contract/agent/session-check.js';
import type { TemporalActivities } from '../contract/steps.js';

// Somebody waits for the answer. A look that is repeated finds what the first one saw.
const { checkSession: look } = proxyActivities<Pick<TemporalActivities, 'checkSession'>>({
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
  summary: 'does the session still work?',
});

/** Looks at the session of one agent. All who ask at once share one run, by its id. */
export const checkSession = (input: CheckInput): Promise<CheckedSession | null> => look(input);

/** What an agent asks of others, and how it refuses. */
import { ApplicationFailure, patched, proxyActivities } from '@temporalio/workflow';
import { ERRORS } from '../../contract/errors.js';
import type { TemporalActivities } from '../../contract/steps.js';
import type { LoginStop } from '../../contract/stop.js';
import { vault } from '../vault.js';

export const { isRunning } = proxyActivities<Pick<TemporalActivities, 'isRunning'>>({
  startToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  summary: 'is the invocation still running?',
});

/** Why the ledger of the account would stop a login of the agent; null where it would not. */
export const loginStop = async (id: string, session_ended: boolean): Promise<LoginStop | null> =>
  patched('ledger') ? vault.checkLogin({ id, session_ended }) : null;

export const refusal = (code: 'save_conflict' | 'agent_not_found' | 'already_exists') =>
  ApplicationFailure.nonRetryable(ERRORS[code].message, code, {});

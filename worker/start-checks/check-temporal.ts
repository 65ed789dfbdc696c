import { AgentAuthError } from '../../contract/errors/errors.js';
import { checkClock } from '../clock.js';
import { type Connected, codeOf } from '../connect.js';
import type { Deployment } from '../deployment.js';
import type { Log } from '../log.js';
import { warnWithoutCurrentBuild } from './current-build.js';
import { checkTaskQueue } from './task-queue.js';

export interface CheckTemporal {
  readonly connected: Connected;
  readonly taskQueue: string;
  /** Names this worker. */
  readonly id: string;
  readonly vaultId: string;
  readonly deployment: Deployment | null;
  readonly log: Log;
}

/**
 * Checks what can be known of Temporal before anything is taken from it.
 * @throws AgentAuthError `clock_skewed`, `task_queue_taken`, `temporal_forbidden` where the worker may not poll
 */
export async function checkTemporal(check: CheckTemporal): Promise<void> {
  const { connected, taskQueue, id, vaultId, deployment, log } = check;
  if (connected.isRetentionShort)
    log.warn('the namespace keeps ended workflows for less than a day: so long do timelines of logins last');
  try {
    await checkClock(connected, id, log);
    await checkTaskQueue(connected, taskQueue, vaultId);
    if (deployment !== null) await warnWithoutCurrentBuild(connected, deployment, log);
  } catch (error) {
    if (error instanceof AgentAuthError) throw error;
    throw new AgentAuthError(codeOf(error), { namespace: connected.namespace });
  }
}

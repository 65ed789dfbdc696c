import type { Context } from '@temporalio/activity';
import type { AbortReason } from '../activities/login/index.js';

/** What the SDK's failure says where the worker that stops is this one; such an abort carries no details. */
const SHUTDOWN = 'WORKER_SHUTDOWN';

/** Why Temporal has told an activity to stop. A workflow that is gone counts as a cancel: nobody waits for the result. */
export function abortReasonOf({
  cancellationDetails,
  cancellationSignal,
}: Pick<Context, 'cancellationDetails' | 'cancellationSignal'>): AbortReason {
  const reason: unknown = cancellationSignal.reason;
  if (cancellationDetails?.workerShutdown || (reason instanceof Error && reason.message === SHUTDOWN))
    return 'shutdown';
  return cancellationDetails?.timedOut ? 'time_out' : 'cancel';
}

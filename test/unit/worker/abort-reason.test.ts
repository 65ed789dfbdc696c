import { ActivityCancellationDetails, CancelledFailure } from '@temporalio/common';
import { expect, it } from 'vitest';
import { abortReasonOf } from '../../../worker/abort-reason.js';

it.each([
  ['a cancel', 'CANCELLED', { cancelRequested: true }, 'cancel'],
  ['a workflow that is gone', 'NOT_FOUND', { notFound: true }, 'cancel'],
  ['an activity whose time is over', 'TIMED_OUT', { timedOut: true }, 'time_out'],
  ['a worker that stops', 'WORKER_SHUTDOWN', { workerShutdown: true }, 'shutdown'],
  ['a worker of this process that stops', 'WORKER_SHUTDOWN', {}, 'shutdown'],
] as const)('%s', (_, message, details, reason) => {
  const controller = new AbortController();
  controller.abort(new CancelledFailure(message));
  const cancellationDetails = new ActivityCancellationDetails(details);
  expect(abortReasonOf({ cancellationDetails, cancellationSignal: controller.signal })).toBe(reason);
});

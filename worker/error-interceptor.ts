import { CompleteAsyncError } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import { PageLost, PageTrouble, SafeError } from '../activities/browser/index.js';
import { AgentAuthError } from '../contract/errors/errors.js';
import { framesOf } from './frames-of.js';
import type { Log } from './log.js';

/**
 * Turns what activities throw into failures that hold no secret: our errors into non-retryable failures of their code, anything else
 * into `internal_error`, logged with its class and where it was thrown, never its text.
 */
export const errorInterceptor =
  (log: Log): ActivityInterceptorsFactory =>
  (context) => {
    const { activityType, workflowExecution } = context.info;
    const where = { activity: activityType, workflow_id: workflowExecution?.workflowId };
    const inbound: ActivityInboundCallsInterceptor = {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          if ([ApplicationFailure, CompleteAsyncError, CancelledFailure].some((kind) => error instanceof kind))
            throw error;
          if (context.cancellationSignal.aborted) throw new CancelledFailure('Canceled');
          if (error instanceof AgentAuthError) {
            // What is wrong with a request is told to whoever asked. The rest is for whoever runs this.
            if (error.status >= 500)
              log.warn(
                { ...where, kind: error.code, details: error.details, at: framesOf(error) },
                'an activity was not carried out',
              );
            throw ApplicationFailure.create({
              message: error.message,
              type: error.code,
              nonRetryable: error.status !== 503,
              details: [error.details],
              category: ApplicationFailureCategory.BENIGN,
            });
          }
          if (error instanceof SafeError) {
            // Not a failure: a page is closed while a person takes time to answer. A page that crashed was logged when it did.
            const level = error instanceof PageLost ? 'debug' : 'warn';
            const cause = error instanceof PageTrouble ? { cause: error.why, at: framesOf(error) } : {};
            log[level]({ ...where, kind: error.type, ...cause }, 'a page step failed');
            throw ApplicationFailure.create({
              message: error.message,
              type: error.type,
              category: ApplicationFailureCategory.BENIGN,
            });
          }
          const kind = error instanceof Error ? error.constructor.name : typeof error;
          log.error({ ...where, kind, at: framesOf(error) }, 'activity failed');
          throw ApplicationFailure.create({ message: kind, type: 'internal_error' });
        }
      },
    };
    return { inbound };
  };

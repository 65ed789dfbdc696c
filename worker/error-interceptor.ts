import { CompleteAsyncError } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import { SafeError } from '../activities/browser/index.js';
import { AgentAuthError } from '../contract/errors.js';
import type { Log } from './log.js';

/** Where an error was thrown: files and lines of programs, no message and no address of a page. */
const frames = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at .*(file:|node:)/.test(line))
        .slice(0, 6)
        .map((line) => line.trim())
    : [];

/**
 * Turns what activities throw into what may be seen: our errors into failures of their code, that Temporal does not repeat;
 * anything else into `internal_error`, logged by kind and place, never by text.
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
            throw ApplicationFailure.create({
              message: error.message,
              type: error.code,
              nonRetryable: error.status !== 503,
              details: [error.details],
              category: ApplicationFailureCategory.BENIGN,
            });
          }
          if (error instanceof SafeError) {
            log.warn({ ...where, kind: error.type }, 'a page step failed');
            throw ApplicationFailure.create({
              message: error.message,
              type: error.type,
              category: ApplicationFailureCategory.BENIGN,
            });
          }
          const kind = error instanceof Error ? error.constructor.name : typeof error;
          log.error({ ...where, kind, at: frames(error) }, 'activity failed');
          throw ApplicationFailure.create({ message: kind, type: 'internal_error' });
        }
      },
    };
    return { inbound };
  };

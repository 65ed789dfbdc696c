import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type CallerCheck, checkCaller } from './check-caller.js';

/** Runs no activity before it is known that whoever asks for it may. */
export const callerInterceptor =
  (check: CallerCheck): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      async execute(input, next) {
        await checkCaller(check, info, input.args[0]);
        return next(input);
      },
    },
  });

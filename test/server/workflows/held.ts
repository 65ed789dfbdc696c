/** Interceptors that hold a workflow still at a chosen moment, so that what comes just then comes just then each time. */
import {
  CancellationScope,
  condition,
  defineSignal,
  setHandler,
  type WorkflowInterceptorsFactory,
} from '@temporalio/workflow';

/** From now on no child is started and no activity's answer goes in, until it is released. */
export const hold = defineSignal('hold');
export const release = defineSignal('release');

export const interceptors: WorkflowInterceptorsFactory = () => {
  let held = false;
  const pass = () => CancellationScope.nonCancellable(() => condition(() => !held));
  return {
    inbound: [
      {
        async execute(input, next) {
          setHandler(hold, () => {
            held = true;
          });
          setHandler(release, () => {
            held = false;
          });
          return next(input);
        },
      },
    ],
    outbound: [
      {
        async startChildWorkflowExecution(input, next) {
          await pass();
          return next(input);
        },
        async scheduleActivity(input, next) {
          const answer = await next(input);
          await pass();
          return answer;
        },
      },
    ],
  };
};

import { mainQueue } from '../../contract/names.js';
import type { Caller } from '../caller.js';

const PROBE_MS = 1_500;
/** A worker asks for work at least this often, in ms: the server answers its long poll after a minute at the latest. */
const POLLS_EVERY_MS = 65_000;

/** Of temporal.api.enums.v1.TaskQueueType. */
const WORKFLOW_TASKS = 1;

/** Whether one of our workers has asked for work lately: then a call that took too long was waiting behind others. */
export async function isServed({ temporal, task_queue }: Pick<Caller, 'temporal' | 'task_queue'>): Promise<boolean> {
  try {
    const { pollers } = await temporal.withDeadline(Date.now() + PROBE_MS, () =>
      temporal.workflowService.describeTaskQueue({
        namespace: temporal.options.namespace,
        taskQueue: { name: mainQueue(task_queue) },
        taskQueueType: WORKFLOW_TASKS,
      }),
    );
    return (pollers ?? []).some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < POLLS_EVERY_MS,
    );
  } catch {
    return false;
  }
}

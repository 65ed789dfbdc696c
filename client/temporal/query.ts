import type { QueryDefinition } from '@temporalio/client';
import type { ErrorCode } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import type { Caller } from '../caller.js';
import { ask, BUSY_MS, CALL_MS } from './ask.js';
import { isServed } from './is-served.js';
import { pause } from './pause.js';

/** The first try waits this long. Milliseconds. */
const FIRST_MS = 2_500;
/** So often is asked in all where the answer is an error that we don't know. */
const MAX_UNKNOWN = 4;
/** Between two tries that were answered at once. Milliseconds. */
const PAUSE_MS = 300;

/**
 * Asks a workflow for its state, and again where there is no answer: a worker keeps one waiting query of a workflow and drops the others
 * without a word, so that of many at once some are lost (sdk-core issue 578); and one that has just dropped the workflow from memory, or
 * takes it over from a worker that was killed, can answer that it knows no such query. While a worker lets go of a workflow that has ended,
 * queries can go unanswered for as long as they are repeated.
 * @param absent what it means that the workflow is not there
 * @param returned reads the state from what the workflow has returned, if it has and that is its state: the server keeps it, no worker is needed
 * @throws AgentAuthError
 */
export async function query<State>(
  caller: Pick<Caller, 'temporal' | 'task_queue'>,
  workflowId: string,
  definition: QueryDefinition<State, []>,
  absent: ErrorCode,
  returned: () => Promise<State | null> = async () => null,
): Promise<State> {
  const call = (): Promise<State> => caller.temporal.workflow.getHandle(workflowId).query(definition);
  const [until, end] = [Date.now() + CALL_MS, Date.now() + BUSY_MS];
  for (let tries = 1, ms = FIRST_MS; ; tries++, ms = Math.max(until - Date.now(), FIRST_MS)) {
    try {
      return await ask(caller, { absent, ms }, call);
    } catch (error) {
      const mayPass = hasCode(error, 'worker_unavailable') || (hasCode(error, 'internal_error') && tries < MAX_UNKNOWN);
      const isLate = Date.now() + PAUSE_MS >= until;
      const last = mayPass ? await returned().catch(() => null) : null;
      if (last !== null) return last;
      if (!mayPass || Date.now() >= end || (isLate && !(await isServed(caller)))) throw error;
      await pause(PAUSE_MS);
    }
  }
}

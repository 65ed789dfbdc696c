import type { QueryDefinition } from '@temporalio/client';
import type { ErrorCode } from '../../contract/errors.js';
import type { Caller } from '../caller.js';
import { hasCode } from '../has-code.js';
import { ask, CALL_MS } from './ask.js';

/** The first try waits this long. Milliseconds. */
const FIRST_MS = 2_500;

/**
 * Asks a workflow for its state, and once more where there is no answer: a worker keeps one waiting query of a workflow and drops the
 * others without a word, so that of many at once some are lost (sdk-core issue 578).
 * @param absent what it means that the workflow is not there
 * @throws AgentAuthError
 */
export async function query<State>(
  caller: Pick<Caller, 'temporal'>,
  workflowId: string,
  definition: QueryDefinition<State, []>,
  absent: ErrorCode,
): Promise<State> {
  const call = (): Promise<State> => caller.temporal.workflow.getHandle(workflowId).query(definition);
  try {
    return await ask(caller, { absent, ms: FIRST_MS }, call);
  } catch (error) {
    if (!hasCode(error, 'worker_unavailable', 'internal_error')) throw error;
    return ask(caller, { absent, ms: CALL_MS - FIRST_MS }, call);
  }
}

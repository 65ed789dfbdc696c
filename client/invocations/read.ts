import { AgentAuthError, FLOW_ERRORS } from '../../contract/errors.js';
import type { InvocationState } from '../../contract/invocation.js';
import { invocation } from '../../contract/messages.js';
import { INVOCATION_ID_PATTERN } from '../../contract/names.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasEnded } from './shape.js';

/** @throws AgentAuthError `invocation_not_found` for what can't be an id */
export function checkId(id: string): string {
  if (typeof id !== 'string' || !INVOCATION_ID_PATTERN.test(id)) throw new AgentAuthError('invocation_not_found');
  return id;
}

const ABSENT = { absent: 'invocation_not_found' } as const;

const query = (caller: Caller, id: string): Promise<InvocationState> =>
  ask(caller, ABSENT, () => caller.temporal.workflow.getHandle(id).query(invocation.state));

/** Somebody ended the workflow from outside (an operator, a time-out of Temporal): its own state still says that it goes on. */
async function endedFromOutside(caller: Caller, state: InvocationState): Promise<InvocationState> {
  const { status } = await ask(caller, ABSENT, () =>
    caller.temporal.workflow.getHandle(state.invocation_id).describe(),
  );
  const ended = { ...state, pending_fields: [], sealing_key: null, step: 'completed' } as const;
  if (status.name === 'TERMINATED' || status.name === 'CANCELLED') return { ...ended, status: 'CANCELED' };
  if (status.name !== 'FAILED' && status.name !== 'TIMED_OUT') return state;
  const { message } = FLOW_ERRORS.internal_error;
  return { ...ended, status: 'FAILED', error_code: 'internal_error', error_message: message };
}

/**
 * Reads the state of an invocation that Temporal still knows.
 * @param id checked
 * @param closed the workflow was seen to have closed
 * @throws AgentAuthError `invocation_not_found`
 */
export async function readState(caller: Caller, id: string, closed = false): Promise<InvocationState> {
  const state = await query(caller, id);
  const overdue = Date.parse(state.expires_at) < Date.now();
  return !hasEnded(state.status) && (closed || overdue) ? endedFromOutside(caller, state) : state;
}

import { AgentAuthError, FLOW_ERRORS } from '../../contract/errors/errors.js';
import type { InvocationState } from '../../contract/invocation/invocation.js';
import { invocation } from '../../contract/messages.js';
import { INVOCATION_ID_PATTERN } from '../../contract/names.js';
import type { Caller } from '../caller.js';
import { ask } from '../temporal/ask.js';
import { query } from '../temporal/query.js';
import { readsOf } from '../temporal/shared.js';
import { hasEnded } from './shape.js';

/** @throws AgentAuthError `invocation_not_found` for what can't be an id */
export function checkId(id: string): string {
  if (typeof id !== 'string' || !INVOCATION_ID_PATTERN.test(id)) throw new AgentAuthError('invocation_not_found');
  return id;
}

const ABSENT = { absent: 'invocation_not_found' } as const;

const statusOf = async (caller: Caller, id: string): Promise<string> =>
  (await ask(caller, ABSENT, () => caller.temporal.workflow.getHandle(id).describe())).status.name;

/** What the workflow returned: the server has it, no worker is needed. */
const result = (caller: Caller, id: string): Promise<InvocationState> =>
  ask(caller, ABSENT, () => caller.temporal.workflow.getHandle(id).result());

/** What the workflow returned, if it has ended by itself. */
const returned = async (caller: Caller, id: string): Promise<InvocationState | null> =>
  (await statusOf(caller, id)) === 'COMPLETED' ? result(caller, id) : null;

const ownState = (caller: Caller, id: string): Promise<InvocationState> =>
  readsOf(caller.temporal).read(`invocation:${id}`, () =>
    query(caller, id, invocation.state, ABSENT.absent, () => returned(caller, id)),
  );

/** Somebody ended the workflow from outside (an operator, a time-out of Temporal): its own state still says that it is in progress. */
function asEnded(state: InvocationState, workflowStatus: string): InvocationState {
  if (hasEnded(state.status)) return state;
  const ended = { ...state, pending_fields: [], sealing_key: null, step: 'completed' } as const;
  if (workflowStatus === 'TERMINATED' || workflowStatus === 'CANCELLED') return { ...ended, status: 'CANCELED' };
  if (workflowStatus !== 'FAILED' && workflowStatus !== 'TIMED_OUT') return state;
  const { message } = FLOW_ERRORS.internal_error;
  return { ...ended, status: 'FAILED', error_code: 'internal_error', error_message: message };
}

/**
 * Reads the state of an invocation that Temporal still knows.
 * @param id checked
 * @throws AgentAuthError `invocation_not_found`
 */
export async function readState(caller: Caller, id: string): Promise<InvocationState> {
  const state = await ownState(caller, id);
  const overdue = Date.parse(state.expires_at) < Date.now();
  return !hasEnded(state.status) && overdue ? asEnded(state, await statusOf(caller, id)) : state;
}

/**
 * Reads the state of an invocation whose workflow was seen to have closed, or to have handed over to its next run.
 * @param id checked
 * @throws AgentAuthError `invocation_not_found`
 */
export async function readClosed(caller: Caller, id: string): Promise<InvocationState> {
  const status = await statusOf(caller, id);
  return status === 'COMPLETED' ? result(caller, id) : asEnded(await ownState(caller, id), status);
}

import { CancellationScope, ParentClosePolicy, startChild, uuid4 } from '@temporalio/workflow';
import type { AgentInput, AgentState, StartedInvocation, StartInvocation } from '../../contract/agent/agent.js';
import type { InvocationInput, Limits } from '../../contract/invocation/invocation.js';
import { WORKFLOWS } from '../../contract/names.js';
import { iso } from '../iso.js';
import type { OwnRecord } from './own-record.js';
import * as records from './record.js';
import { refusal } from './refusals.js';

/**
 * Starts the workflow of a login, and waits until it runs.
 * @returns its first run
 * @throws WorkflowExecutionAlreadyStartedError when there is or was one of that id
 */
async function startLogin(
  { id, task_queue }: AgentInput,
  { domain, profile_name, save_credential_as }: AgentState,
  {
    invocation_id,
    type,
    handoff_hash,
    limits,
    authorization,
    automatic,
  }: StartInvocation & { readonly limits: Limits },
): Promise<string> {
  const input: InvocationInput = {
    invocation_id,
    auth_agent_id: id,
    type,
    domain,
    profile_name,
    save_credential_as,
    limits,
    handoff_hashes: handoff_hash ? [handoff_hash] : [],
    task_queue,
    authorization: authorization ?? null,
    ...(automatic === true ? { automatic } : {}),
  };
  // If the agent is canceled meanwhile, it cancels the login itself once that runs.
  const { firstExecutionRunId } = await CancellationScope.nonCancellable(() =>
    startChild(WORKFLOWS.authInvocation, {
      workflowId: invocation_id,
      args: [input],
      // The agent's next run gets no results of this run's children: the child outlives its parent and reports by Signal.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `${type === 'reauth' ? 'log in again' : 'log in'} to ${domain}, profile ${profile_name}`,
      staticDetails:
        'One login. Above it, its agent keeps the session; **Current Details** say how it stands, and the timeline what it did. Completed means that it is over, not that it succeeded: `status` of the result does.',
    }),
  );
  return firstExecutionRunId;
}

/** A login that the agent starts by itself: nobody asked for it, so it has no more than the grant. */
export const ownStart = (): StartInvocation => ({
  invocation_id: `inv_${uuid4().replaceAll('-', '')}`,
  type: 'reauth',
  save_credential_as: null,
  handoff_hash: null,
  limits: null,
  authorization: null,
});

/**
 * Starts a login in the agent's one slot, which it takes before anything else can.
 * @throws ApplicationFailure `already_exists`
 */
export async function startReserved(
  input: AgentInput,
  own: OwnRecord,
  request: StartInvocation,
): Promise<StartedInvocation> {
  const { invocation_id, type, save_credential_as } = request;
  const limits = request.limits ?? own.read().state.limits;
  const expires_at = iso(Date.now() + limits.overall_seconds * 1000);
  own.update(records.reserved(own.read(), invocation_id, expires_at, save_credential_as));
  let runId: string;
  try {
    runId = await startLogin(input, own.read().state, { ...request, limits });
  } catch {
    own.update(records.released(own.read()));
    throw refusal('already_exists');
  }
  own.update(records.started(own.read(), invocation_id, runId));
  return { invocation_id, type, expires_at, joined: false };
}

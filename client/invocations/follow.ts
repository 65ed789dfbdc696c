import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import type { InvocationState } from '../../contract/invocation/invocation.js';
import { timeoutSignal } from '../../contract/machine/timeout-signal.js';
import { invocation } from '../../contract/messages.js';
import { invocations } from '../../contract/schemas/invocations.js';
import type { Caller } from '../caller.js';
import { readParams } from '../read-params.js';
import { follow } from '../temporal/follow.js';
import { checkId, readClosed, readState } from './read.js';
import { retrieveInvocation } from './retrieve.js';
import { type AgentAuthInvocation, fromState, hasEnded } from './shape.js';
import { withSiteText } from './site-text.js';
import { trusted } from './trusted.js';

export interface FollowOptions {
  /** Ends the iteration; it does not throw. */
  readonly signal?: AbortSignal;
}

/** See `Invocations.follow`. */
export async function* followInvocation(
  caller: Caller,
  id: string,
  { signal }: FollowOptions,
): AsyncGenerator<AgentAuthInvocation, void> {
  const invocation_id = checkId(id);
  const states = follow<InvocationState>(caller, {
    workflowId: invocation_id,
    waitForChange: invocation.waitForChange,
    read: (closed) => (closed ? readClosed : readState)(caller, invocation_id),
    isFinal: ({ status }) => hasEnded(status),
    signal,
  });
  try {
    for await (const state of states) yield fromState(await withSiteText(caller, await trusted(caller, state)));
  } catch (error) {
    if (!hasCode(error, 'invocation_not_found')) throw error;
    // Temporal has forgotten it: the index knows how it ended.
    const record = await retrieveInvocation(caller, invocation_id);
    if (!hasEnded(record.status)) throw error;
    yield record;
  }
}

/** See `Invocations.wait`. */
export async function waitForEnd(
  caller: Caller,
  invocation_id: string,
  options: { readonly timeout?: number },
): Promise<AgentAuthInvocation> {
  const { timeout } = readParams(invocations.wait, options);
  const signal = timeout === undefined ? undefined : timeoutSignal(timeout * 1000);
  for await (const state of followInvocation(caller, invocation_id, { signal })) {
    if (hasEnded(state.status)) return state;
  }
  throw new AgentAuthError('ensure_timeout', { invocation_id });
}

import type { InvocationState } from '../../contract/invocation.js';
import { invocation } from '../../contract/messages.js';
import type { Caller } from '../lib/caller.js';
import { follow as followWorkflow } from '../lib/follow.js';
import { hasCode } from '../lib/has-code.js';
import { checkId, readClosed, readState } from './read.js';
import { retrieve } from './retrieve.js';
import { type AgentAuthInvocation, fromState, hasEnded } from './shape.js';
import { trusted } from './trusted.js';

export interface FollowOptions {
  /** Ends the iteration; it does not throw. */
  readonly signal?: AbortSignal;
}

/**
 * The state now and each newer one, until the invocation has ended. Nothing is polled, however long a person takes.
 * A state that lasted for a moment only may be left out; `timeline` tells everything.
 * @throws AgentAuthError `invocation_not_found`, `temporal_unavailable`, `untrusted_vault`
 */
export const follow = (caller: Caller) =>
  async function* (id: string, options: FollowOptions = {}): AsyncGenerator<AgentAuthInvocation, void> {
    const invocation_id = checkId(id);
    const states = followWorkflow<InvocationState>(caller, {
      workflowId: invocation_id,
      waitForChange: invocation.waitForChange,
      read: (closed) => (closed ? readClosed : readState)(caller, invocation_id),
      isFinal: ({ status }) => hasEnded(status),
      signal: options.signal,
    });
    try {
      for await (const state of states) yield fromState(await trusted(caller, state));
    } catch (error) {
      if (!hasCode(error, 'invocation_not_found')) throw error;
      // Temporal has forgotten it: the index knows how it ended.
      const record = await retrieve(caller)(invocation_id);
      if (!hasEnded(record.status)) throw error;
      yield record;
    }
  };

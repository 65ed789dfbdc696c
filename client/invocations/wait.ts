import { AgentAuthError } from '../../contract/errors.js';
import { invocations } from '../../contract/schemas/invocations.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';
import { follow } from './follow.js';
import { type AgentAuthInvocation, hasEnded } from './shape.js';

/**
 * Waits until an invocation has ended, however it ended: look at `status`.
 * @param options `timeout` in seconds; none by default, since every invocation ends by itself
 * @throws AgentAuthError `ensure_timeout` (the invocation goes on), `invocation_not_found`
 */
export const wait =
  (caller: Caller) =>
  async (invocation_id: string, options: { readonly timeout?: number } = {}): Promise<AgentAuthInvocation> => {
    const { timeout } = readParams(invocations.wait, options);
    const signal = timeout === undefined ? undefined : AbortSignal.timeout(timeout * 1000);
    for await (const state of follow(caller)(invocation_id, { signal })) {
      if (hasEnded(state.status)) return state;
    }
    throw new AgentAuthError('ensure_timeout', { invocation_id });
  };

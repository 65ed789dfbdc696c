import { AgentAuthError } from '../../contract/errors.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { checkId, readState } from './read.js';
import { type AgentAuthInvocation, fromRecord, fromState } from './shape.js';
import { trusted } from './trusted.js';

async function fromIndex(caller: Caller, id: string): Promise<AgentAuthInvocation> {
  try {
    return fromRecord(await callVault(caller, 'invocations.retrieve', { invocation_id: id }));
  } catch (error) {
    // Whoever may not read the index learns no more than that there is no such invocation.
    throw hasCode(error, 'unauthorized', 'forbidden') ? new AgentAuthError('invocation_not_found') : error;
  }
}

/**
 * The state of an invocation now. What Temporal has forgotten comes from the vault's index, without its lists.
 * @throws AgentAuthError `invocation_not_found`, `untrusted_vault`
 */
export const retrieve =
  (caller: Caller) =>
  async (invocation_id: string): Promise<AgentAuthInvocation> => {
    const id = checkId(invocation_id);
    try {
      return fromState(await trusted(caller, await readState(caller, id)));
    } catch (error) {
      if (!hasCode(error, 'invocation_not_found')) throw error;
      return fromIndex(caller, id);
    }
  };

/** A workflow that takes no message has ended, or was never there: says which. */
export async function endedOrAbsent(caller: Caller, invocation_id: string): Promise<AgentAuthError> {
  const { status } = await retrieve(caller)(invocation_id);
  return new AgentAuthError('invocation_ended', { status });
}

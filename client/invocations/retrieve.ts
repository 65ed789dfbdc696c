import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import type { Caller } from '../caller.js';
import { callVault } from '../vault/call-vault.js';
import { checkId, readState } from './read.js';
import { type AgentAuthInvocation, fromRecord, fromState, hasEnded } from './shape.js';
import { withSiteText } from './site-text.js';
import { trusted } from './trusted.js';

async function fromIndex(caller: Caller, id: string): Promise<AgentAuthInvocation> {
  try {
    return fromRecord(await callVault(caller, 'invocations.retrieve', { invocation_id: id }));
  } catch (error) {
    // A caller that may not read the index only learns that there is no such invocation.
    throw hasCode(error, 'unauthorized', 'forbidden') ? new AgentAuthError('invocation_not_found') : error;
  }
}

/** See `Invocations.retrieve`. */
export async function retrieveInvocation(caller: Caller, invocation_id: string): Promise<AgentAuthInvocation> {
  const id = checkId(invocation_id);
  try {
    return fromState(await withSiteText(caller, await trusted(caller, await readState(caller, id))));
  } catch (error) {
    if (!hasCode(error, 'invocation_not_found')) throw error;
    return fromIndex(caller, id);
  }
}

/**
 * Sends an invocation something. One that takes no message has ended, or was never there.
 * @throws AgentAuthError what `send` throws; `invocation_ended` instead of `invocation_not_found` where the index knows it
 */
export async function unlessEnded<T>(caller: Caller, id: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!hasCode(error, 'invocation_not_found')) throw error;
    const { status, error_code } = await retrieveInvocation(caller, id);
    // The index learns later than whoever asks that Temporal has lost a workflow.
    const ended = hasEnded(status) ? { status, error_code } : { status: 'FAILED', error_code: 'workflow_lost' };
    throw new AgentAuthError('invocation_ended', ended);
  }
}

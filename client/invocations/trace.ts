import type { InvocationTrace } from '../../contract/trace.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { checkId } from './read.js';

/**
 * What the login engine decided in an invocation and why, step by step, in words out of closed lists: no value and no text of a page.
 * It is written at the end of each step and kept for 30 days. Needs the scope `answer`.
 * @throws AgentAuthError `invocation_not_found`, `unauthorized`, `forbidden`
 */
export const trace =
  (caller: Caller) =>
  async (invocation_id: string): Promise<InvocationTrace> =>
    callVault(caller, 'invocations.trace', { invocation_id: checkId(invocation_id) });

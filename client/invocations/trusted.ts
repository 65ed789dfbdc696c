import { hasCode } from '../../contract/errors/has-code.js';
import type { InvocationState } from '../../contract/invocation/invocation.js';
import { readPublishedKey } from '../../contract/sealing/published-key.js';
import type { Caller } from '../caller.js';

/** Identity of the vault that made the caller's access key; null for a caller without a key, who can't check it. */
async function pinOf(caller: Caller): Promise<string | null> {
  try {
    return (await caller.accessKey()).pin;
  } catch (error) {
    if (hasCode(error, 'unauthorized')) return null;
    throw error;
  }
}

/**
 * Lets a state through whose sealing key was published by our vault. Others seal to that key, in a browser for instance, and can't
 * check it there; somebody who impersonates the worker could hand out a key of their own.
 * @throws AgentAuthError `untrusted_vault`
 */
export async function trusted(caller: Caller, state: InvocationState): Promise<InvocationState> {
  const { sealing_key, invocation_id } = state;
  if (sealing_key === null) return state;
  const pin = await pinOf(caller);
  if (pin !== null) await readPublishedKey(sealing_key, invocation_id, pin);
  return state;
}

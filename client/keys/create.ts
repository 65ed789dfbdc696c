import { keys } from '../../contract/schemas/keys.js';
import type { NewAccessKey, Scope } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

export interface KeyCreate {
  /** For people; several keys may have the same. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/**
 * Makes an access key. Its text stands in this answer and nowhere else.
 * @throws AgentAuthError `invalid_name`, `invalid_input`, `forbidden`
 */
export const create =
  (caller: Caller) =>
  async (input: KeyCreate): Promise<NewAccessKey> =>
    callVault(caller, 'keys.create', readParams(keys.create, input));

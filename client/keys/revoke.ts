import { AgentAuthError } from '../../contract/errors.js';
import { keys } from '../../contract/schemas/keys.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';

/**
 * Revokes an access key. A server may go on taking it for as long as it remembers what it may do: a minute.
 * @throws AgentAuthError `key_not_found`, `last_admin_key`, `forbidden`
 */
export const revoke =
  (caller: Caller) =>
  async (id: string): Promise<void> => {
    if (!keys.revoke.safeParse({ id }).success) throw new AgentAuthError('key_not_found');
    await callVault(caller, 'keys.revoke', { id });
  };

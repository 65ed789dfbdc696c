import type { AccessKeyInfo } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';

/**
 * Which access key this is, and what it may do.
 * @throws AgentAuthError `unauthorized`
 */
export const check = (caller: Caller) => (): Promise<AccessKeyInfo> => callVault(caller, 'keys.check', {});

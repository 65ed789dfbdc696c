import { proxyLocalActivities } from '@temporalio/workflow';
import type { VaultActivities } from '../contract/steps.js';
import type { VaultCallInput } from '../contract/vault-calls.js';

// Somebody is waiting for the answer, so give up soon; the caller can repeat the call.
const { callVault } = proxyLocalActivities<Pick<VaultActivities, 'callVault'>>({
  startToCloseTimeout: '15s',
  cancellationType: 'TRY_CANCEL',
  // The vault itself has asked its database again for as long as is bearable (activities/vault/store/transaction.ts).
  retry: { initialInterval: '100ms', maximumAttempts: 5, nonRetryableErrorTypes: ['vault_unavailable'] },
});

/** One call of the vault, sealed both ways. Its workflow id is its operation id. */
export const vaultCall = (input: VaultCallInput): Promise<string> => callVault(input);

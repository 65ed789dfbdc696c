/** What a worker does in one transaction. It runs in the process of the test, and in one that is killed: without anything of the test. */
import type { Vault } from '../../../activities/vault/index.js';

/** As JSON. */
// biome-ignore lint/suspicious/noExplicitAny: each act knows its own
export type Given = any;

export const ACTS = {
  prepare: (vault: Vault, { attempt, secrets }: Given) => vault.prepareAttempt({ ...attempt, secrets }),
  clear: (vault: Vault, { attempt, submission }: Given) => vault.clearAttempt(attempt, submission),
  arm: (vault: Vault, { attempt }: Given) => vault.armAttempt(attempt),
  judge: (vault: Vault, { attempt, verdict }: Given) => vault.judgeAttempt(attempt, verdict),
  claim: (vault: Vault, { agent, at }: Given) => vault.claimTotp(agent, at),
  save: (vault: Vault, { saving }: Given) => vault.saveProfile(saving),
  begin: (vault: Vault, { beginning }: Given) => vault.beginInvocation(beginning),
  close: (vault: Vault, { closing }: Given) => vault.closeInvocation(closing),
  call: (vault: Vault, { input, callId }: Given) => vault.callVault(input, callId),
  sweep: (vault: Vault) => vault.sweep(),
  take: (vault: Vault) => vault.takeDeliveries(4, new Map()),
  settle: (vault: Vault, { delivery, result }: Given) => vault.settleDelivery(delivery, result),
} as const;

export type Act = keyof typeof ACTS;

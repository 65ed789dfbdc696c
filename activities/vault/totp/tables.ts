import type { Encrypted, Milliseconds } from '../store/columns.js';

export interface TotpSecretsTable {
  credential_id: string;
  version: number;
  sealed: Encrypted;
}

/** Time steps that were handed out. */
export interface TotpStepsTable {
  /** Of the secret, so that credentials which share one share its steps. */
  fingerprint: string;
  step: number;
  claimed_at: Milliseconds;
}

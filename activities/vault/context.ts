import type { CircuitLimits } from './circuit-limits.js';
import type { Fingerprint } from './crypto/fingerprint.js';
import type { Records } from './crypto/records.js';
import type { Identity } from './crypto/vault-secrets.js';
import type { Connections } from './providers/connections.js';
import type { Database } from './store/transaction.js';
import type { Ceilings } from './submission.js';

/** What every function of the vault works with. */
export interface VaultContext {
  readonly db: Database;
  readonly records: Records;
  readonly identity: Identity;
  readonly fingerprint: Fingerprint;
  readonly ceilings: Ceilings;
  readonly circuit: CircuitLimits;
  /** How many logins may be on a site at the same time, over all workers. */
  readonly loginsPerSite: number;
  /** To vaults that people already have. */
  readonly connections: Connections;
  /** Ms since the epoch. */
  readonly clock: () => number;
}

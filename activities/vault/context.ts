import type { Kysely } from 'kysely';
import type { Fingerprint } from './crypto/fingerprint.js';
import type { Records } from './crypto/records.js';
import type { Identity } from './crypto/vault-secrets.js';
import type { Tables } from './store/schema.js';
import type { Ceilings } from './submission.js';

/** What every function of the vault works with. */
export interface VaultContext {
  readonly db: Kysely<Tables>;
  readonly records: Records;
  readonly identity: Identity;
  readonly fingerprint: Fingerprint;
  readonly ceilings: Ceilings;
  /** Ms since the epoch. */
  readonly clock: () => number;
}

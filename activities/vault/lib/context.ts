import type { Kysely } from 'kysely';
import type { Tables } from './database/schema.js';
import type { Fingerprint } from './keys/fingerprint.js';
import type { Records } from './keys/records.js';
import type { Identity } from './keys/vault-secrets.js';

/** What every verb of the vault has at hand. */
export interface VaultContext {
  readonly db: Kysely<Tables>;
  readonly records: Records;
  readonly identity: Identity;
  readonly fingerprint: Fingerprint;
  /** Ms since the epoch. */
  readonly clock: () => number;
}

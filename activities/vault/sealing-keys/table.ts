import type { Encrypted, Milliseconds } from '../store/columns.js';

/** Key pairs that callers and people seal to. */
export interface SealingKeysTable {
  kid: string;
  /** `vault`, or the id of an invocation. */
  subject: string;
  /** Compact JWS. */
  published: string;
  private_key: Encrypted;
  created_at: Milliseconds;
  /** When the private key goes for ever. */
  delete_at: Milliseconds;
}

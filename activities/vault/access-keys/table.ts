import type { Milliseconds } from '../store/columns.js';

export interface AccessKeysTable {
  id: string;
  name: string;
  /** JSON list. */
  scopes: string;
  /** SHA-256 of the secret part, base64url. It has 256 random bits, so that a slow hash would add nothing. */
  hash: string;
  created_at: Milliseconds;
}

import type { Encrypted, Milliseconds } from '../store/columns.js';

/** Parts of requests and replies that are too large for one call. */
export interface PiecesTable {
  id: string;
  /** Place among the others, from 0. */
  at: number;
  /** Id of the access key that they are for. */
  owner: string;
  sealed: Encrypted;
  created_at: Milliseconds;
}

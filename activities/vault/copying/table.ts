import type { Milliseconds } from '../store/columns.js';

/** That the vault was copied. In the vault that was copied and in its copy, with the same id. */
export interface CopiesTable {
  /** `source`: the vault goes on elsewhere. `target`: it comes from elsewhere. */
  side: 'source' | 'target';
  copy_id: string;
  /** Pin of the vault's identity. */
  vault: string;
  begun_at: Milliseconds;
  /** Null until all of it is there and compared. */
  finished_at: Milliseconds | null;
}

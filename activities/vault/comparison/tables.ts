import type { Pace } from '../comparison.js';
import type { Milliseconds } from '../store/columns.js';

/** How far the vault has been compared with Temporal. One row. */
export interface ComparisonsTable {
  name: string;
  pace: Pace;
  /** The last agent that was compared; empty before the first. */
  after: string;
  /** Names the worker's turn. */
  lease: string | null;
  leased_until: Milliseconds;
  /** Not sooner, at the slow pace. */
  next_at: Milliseconds;
  /** When it was last looked for workflows that the vault is done with. */
  listed_at: Milliseconds;
}

/** Agents that were deleted: what still runs of them is ended. */
export interface DeletedAgentsTable {
  agent_id: string;
  deleted_at: Milliseconds;
}

import type { CheckAnswer, CheckReason, CheckUnavailable } from '../../../contract/session-check.js';
import type { Encrypted, Milliseconds } from '../store/columns.js';

/** What tells an agent's session from none at a site. */
export interface SessionProbesTable {
  agent_id: string;
  site: string;
  version: number;
  /** A `Probe`; null where none was found. */
  sealed: Encrypted | null;
  /** Why there is none; null where there is. */
  unavailable: CheckUnavailable | null;
  learned_at: Milliseconds;
}

/** When an agent's session is looked at next, who looks at it now, and what was seen last. */
export interface SessionChecksTable {
  agent_id: string;
  next_at: Milliseconds;
  /** Names the look that goes on now. */
  lease: string | null;
  leased_until: Milliseconds;
  /** Inconclusive ones in a row. */
  inconclusive: number;
  checked_at: Milliseconds | null;
  answer: CheckAnswer | null;
  why: CheckReason | null;
  /** When the session was last seen to work. */
  seen_at: Milliseconds | null;
}

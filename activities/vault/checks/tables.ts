import type { CheckAnswer, CheckedBy, CheckReason, CheckUnavailable } from '../../../contract/agent/session-check.js';
import type { Encrypted, Milliseconds } from '../store/columns.js';

/** What tells an agent's session from none at a site. */
export interface SessionProbesTable {
  agent_id: string;
  site: string;
  version: number;
  /** `WaysToLook`; null where there is none. */
  sealed: Encrypted | null;
  /** Why the session can't be looked at; null where it can. */
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
  looked_by: CheckedBy | null;
  /** When the session was last seen to work. */
  seen_at: Milliseconds | null;
}

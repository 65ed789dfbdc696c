import type { SessionEndCause } from '../../../contract/agent/session-lifetime.js';
import type { Milliseconds } from '../store/columns.js';

/** What a person had to give in the last login that typed something: a one-time code, something else, or an action elsewhere. */
export type Needed = 'code' | 'input' | 'action';

/** What an agent is to be told: make a new session beside the one that works, or visit the site with it. */
export type Wanted = 'renewal' | 'visit';

/** How long an agent's sessions live at its site. No other agent's count, not even at the same site: they may be other people. */
export interface SessionLivesTable {
  agent_id: string;
  site: string;
  /** JSON: a `History`. */
  history: string;
  /** Null: nothing, as far as is known. */
  needed: Needed | null;
  /** When its session is to be renewed before its end, or visited by a browser; null: not. */
  next_at: Milliseconds | null;
  /** When a renewal was last tried with the session that there is now. */
  tried_at: Milliseconds | null;
  /** What its workflow has yet to begin, or is at. */
  wanted: Wanted | null;
}

/** When an agent's last session ended. */
export interface SessionEndsTable {
  agent_id: string;
  at: Milliseconds;
  cause: SessionEndCause;
}

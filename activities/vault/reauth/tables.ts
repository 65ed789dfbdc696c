import type { EventData } from '../../../contract/events.js';
import type { Milliseconds } from '../store/columns.js';

/** What agents wait for from people, a row for each agent that does. */
export interface ReauthWaitsTable {
  agent_id: string;
  since: Milliseconds;
  waits_for: NonNullable<EventData['waits_for']>;
  /** JSON list. */
  missing: string;
  /** The login that waits; null: nobody answered in time. */
  invocation_id: string | null;
  /** Until when it waits. */
  until: Milliseconds | null;
  /** How many reminders of its question went out. */
  reminded: number;
  /** When a link was last asked for in place of one that another browser has. */
  link_asked_at: Milliseconds | null;
  /** Logins in a row that nobody answered. */
  unanswered: number;
  /** When it is asked again; null: not by itself. */
  next_at: Milliseconds | null;
  /** How often a session was brought in that may be the one which is waited for. */
  brought: number;
}

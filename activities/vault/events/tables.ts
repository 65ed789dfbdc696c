/** Tables of events, as `store/schema.ts` has the others. */
import type { SentEventType } from '../../../contract/events.js';
import type { Milliseconds } from '../store/columns.js';

/** What happened. Written with what it tells of; its place among all events it gets afterwards. See number.ts. */
export interface EventsTable {
  /** The agent; the webhook, where it is a test. */
  owner_id: string;
  /** Among the events of its owner, from 1. */
  sequence: number;
  type: SentEventType;
  /** JSON of closed lists, ids, names that callers gave, and times. */
  data: string;
  /** Never before the one that its owner had before. */
  at: Milliseconds;
  /** Null until it is numbered. */
  position: number | null;
  /** Null until it is numbered. */
  id: string | null;
}

/** How far it is counted. Longer than what was counted is kept: a number is never given twice. */
export interface EventSequencesTable {
  /** An owner of events; `all` for the positions. */
  name: string;
  last: number;
  last_at: Milliseconds;
}

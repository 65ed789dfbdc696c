/** What a flow hands on from run to run besides its state. */
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';

/** A choice that was made on a page. Plain data, so that a new run can take it over. */
export interface MadeChoice {
  /** What the page offered. */
  readonly offer: string;
  /** Says what was chosen and what entitles to it: the vault looks at that each time. */
  readonly answer: SubmitMessage;
  /** Whether the login has come back to a place before it since. */
  readonly isBehind: boolean;
}

/** What a re-login knows of its wait. Plain data, so that a new run can take it over. */
export interface Parking {
  /** How long it waits for an answer. Ms. */
  readonly wait_ms: number;
  /** Since when the question is asked, however often its page was closed; null while nothing is. Ms since the epoch, as all that follow. */
  readonly asked_at: number | null;
  readonly reminded: number;
  /** Until when the page is kept for a person who may be there; null: it is not. */
  readonly live_until: number | null;
  /** A question that takes the place of one which people were told of. */
  readonly quiet_question: number | null;
  /** See `StoredAtHand`. */
  readonly elsewhere_mark: string | null;
  readonly has_session: boolean;
}

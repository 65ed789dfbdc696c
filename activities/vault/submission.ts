/** What the ledger of accounts is asked and told. */
import type { LoginStop } from '../../contract/agent/stop.js';

/** A value that an attempt is about to type. */
export interface AttemptSecret {
  /** Name of the field on the page. */
  readonly field: string;
  readonly value: string;
  readonly from: 'stored' | 'given' | 'totp';
  /** Key of the stored value; for `stored` only. */
  readonly key?: string;
  /** The question that it answers; for `given` only. */
  readonly question?: number;
}

/** What a submission came to. Whoever learns to tell more apart adds it here. */
export type SubmissionOutcome =
  /** Nothing has left the page. */
  | 'not_sent'
  /** The site went on to the next step. */
  | 'accepted'
  | 'refused'
  /** The site said that it did not look at it: its own session was over, or it was busy. */
  | 'not_looked_at'
  /** The site failed, took too long, or wants to be left alone for now. */
  | 'site_trouble'
  | 'locked'
  /** The site said that the account may not log in now, or not from here. */
  | 'not_allowed'
  /** The site said nothing about it. */
  | 'unknown';

/** What the ledger holds about a submission: its outcome; `lost` until there is one, `proven` once its login has ended in a session. */
export type CameTo = SubmissionOutcome | 'cleared' | 'lost' | 'proven';

/** What the site made of an attempt. */
export interface AttemptVerdict {
  readonly outcome: SubmissionOutcome;
  /** Names of the refused fields; empty unless refused. */
  readonly refused_fields: readonly string[];
  /** Until when the site wants to be left alone, by its own words. Ms since the epoch. */
  readonly until?: number;
}

/** What an attempt is about to submit, as the page shows it in that moment. */
export interface Submission {
  /** Of the document that the form is in. */
  readonly address: string;
  /** Values by field, identifiers included. */
  readonly secrets: readonly AttemptSecret[];
  /** Those of its fields that say whose account it is. */
  readonly identifiers: readonly string[];
  /** Those of its fields that hold one-time codes. */
  readonly codes: readonly string[];
  /** The field for a code of the credential's TOTP secret. */
  readonly totp_field: string | null;
}

/** Whether an attempt may be armed. In any other case nothing may be typed. */
export type Clearance =
  | { readonly kind: 'clear' }
  /** Another submission of the account is on its way: ask again at `until`, ms since the epoch. */
  | { readonly kind: 'wait'; readonly until: number }
  /** The site refused these values for this account before. */
  | { readonly kind: 'refused'; readonly fields: readonly string[] }
  | { readonly kind: 'stopped'; readonly stop: LoginStop };

/** How many logins an account may take. */
export interface Ceilings {
  /** Logins in a row that were lost or came to nothing known, with nobody there. */
  readonly unclear: number;
  /** Logins within 24 hours that did not end in a proven session. */
  readonly daily: number;
}
export const CEILINGS: Ceilings = { unclear: 2, daily: 10 };

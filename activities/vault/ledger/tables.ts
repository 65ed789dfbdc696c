/** Tables of the ledger, as `store/schema.ts` has the others. */
import type { StopReason } from '../../../contract/agent/stop.js';
import type { Flag, Milliseconds } from '../store/columns.js';
import type { AttemptSecret, CameTo } from '../submission.js';

/** Accounts, and the submission of each that is on its way. */
export interface AccountsTable {
  /** Fingerprint of site and identifier, or of site and owner where the identifier is not known. */
  account: string;
  /** Id of an attempt. */
  holder: string | null;
  held_until: Milliseconds;
}

/** Whose account it is at a site. */
export interface AccountOwnersTable {
  /** Id of a credential, or of an agent where none is linked. */
  owner: string;
  /** Fingerprint. */
  site: string;
  account: string;
}

/** What a login has typed as its identifier, and how often a person has answered it. */
export interface LoginNamesTable {
  invocation_id: string;
  /** Fingerprint. */
  identifier: string | null;
  /** The last question that was answered with a value. */
  question: number;
  /** Answers and choices. */
  answers: number;
}

/** The ledger: what each submission of a secret came to. */
export interface SubmissionsTable {
  /** Of the attempt. */
  id: string;
  invocation_id: string;
  agent_id: string;
  account: string;
  came_to: CameTo;
  at: Milliseconds;
  /** When the site will take another one, by its own words. */
  until: Milliseconds | null;
  /** Answers in its login before it. */
  answers: number;
  /** Whether a person has answered or chosen in its login. */
  attended: Flag;
  /** It counts no longer. */
  closed: Flag;
  /** Fingerprint of the TOTP secret whose code went along, the field of the code, and what the site made of it. */
  totp: string | null;
  code_field: string | null;
  code: 'accepted' | 'refused' | null;
}

/** The secrets of a submission, as fingerprints; no one-time code of a TOTP secret. */
export interface SubmissionValuesTable {
  submission_id: string;
  field: string;
  source: AttemptSecret['from'];
  fingerprint: string;
}

/** How long the sessions of an agent last. */
export interface SessionPaceTable {
  agent_id: string;
  /** When a login for which something was typed ended in a proven session. */
  proved_at: Milliseconds;
  /** When that session was said to be over. */
  ended_at: Milliseconds | null;
  /** Sessions in a row that ended as soon as they had begun. */
  short_ones: number;
}

/** Accounts that their sites want to be left alone. */
export interface AccountWaitsTable {
  account: string;
  until: Milliseconds;
  /** The login that the site told; null where it was a look at the session. */
  invocation_id: string | null;
}

/** What admins have let go on. */
export interface AgentResetsTable {
  id: string;
  agent_id: string;
  at: Milliseconds;
  /** Name of the access key. */
  reset_by: string;
  reason: string | null;
  /** What stopped the agent's logins then; null where nothing did. */
  why: StopReason | null;
  /** RFC 3339. */
  until: string | null;
}

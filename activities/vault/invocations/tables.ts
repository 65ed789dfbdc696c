import type { Encrypted, Flag, Milliseconds } from '../store/columns.js';

/** What is kept for logins, by name. See login-records.ts. */
export interface LoginRecordsTable {
  /** Of an invocation, or of an agent. */
  owner_id: string;
  name: string;
  sealed: Encrypted;
  created_at: Milliseconds;
}

/** Whose code entitles to answer a login: links made with an access key, and no others. */
export interface InvocationLinksTable {
  invocation_id: string;
  /** SHA-256 of the link's code, hex. */
  link_hash: string;
  created_at: Milliseconds;
  /** It lives as long as the login waits, and belongs to the browser that opens it first. */
  lasting: Flag;
  /** SHA-256, hex, of what that browser keeps; null until it is opened. */
  browser: string | null;
  /** It entitles to nothing: its login has ended, and where it lasts it says so; or it was taken back, and lasts no more. */
  revoked: Flag;
  /** The access key or the webhook that it was made for; null for one from before 0047. */
  made_by: string | null;
}

/** Which page asked each question of a login that runs. */
export interface QuestionsTable {
  invocation_id: string;
  question: number;
  site: string;
  provider: string | null;
}

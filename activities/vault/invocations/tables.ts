import type { Encrypted, Milliseconds } from '../store/columns.js';

/** What is kept for logins, by name. See login-records.ts. */
export interface LoginRecordsTable {
  /** Of an invocation, or of an agent. */
  owner_id: string;
  name: string;
  sealed: Encrypted;
  created_at: Milliseconds;
}

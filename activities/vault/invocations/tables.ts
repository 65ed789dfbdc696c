/** What is kept for logins, by name. See login-records.ts. */
export interface LoginRecordsTable {
  /** Of an invocation, or of an agent. */
  owner_id: string;
  name: string;
  /** See crypto/records.ts. */
  sealed: string;
  /** Milliseconds. */
  created_at: number;
}

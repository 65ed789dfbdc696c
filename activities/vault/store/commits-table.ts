import type { Milliseconds } from './columns.js';

/** Marks of transactions; see `dialect.ts` of Postgres. Empty on SQLite. */
export interface CommitsTable {
  id: string;
  at: Milliseconds;
}

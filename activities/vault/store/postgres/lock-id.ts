import { createHash } from 'node:crypto';

/** Number of an advisory lock (pg_advisory_xact_lock): 64 bits that nobody else in the database takes by chance. */
export const lockId = (name: string): string =>
  createHash('sha256').update(`agent-auth ${name}`).digest().readBigInt64BE().toString();

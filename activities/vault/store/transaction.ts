import { setImmediate as othersFirst, setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import { DatabaseBusy } from './errors.js';
import type { Tables } from './schema.js';

/** What a verb works on. */
export type Db = Transaction<Tables>;

/** Where the vault keeps its tables. A transaction is as if it ran alone, whoever else uses the same store. */
export interface Database {
  /**
   * Tries a transaction once.
   * @param alone waits until no other transaction of any process runs, and keeps others waiting: it can't be in anybody's way then
   * @throws DatabaseBusy nothing of it has stayed, and it can be tried again
   */
  attempt<T>(work: (db: Db) => Promise<T>, alone: boolean): Promise<T>;
  /** Whether this transaction is the only one that does a job now, among all processes. */
  takeTurn(db: Db, job: 'sweep'): Promise<boolean>;
  /** Whether what this process committed last is still there. False once: the store was put back to what it was before. */
  isAsLeft(): Promise<boolean>;
  /** What was deleted goes from the log of the store too, where it has one that can be emptied. */
  emptyLog(): Promise<void>;
  close(): Promise<void>;
}

/** Waits between tries, in ms: some seconds in all. */
const RETRY_AFTER = [0, 10, 30, 60, 120, 250, 500, 1000, 1500, 2000] as const;
/** No try begins later than this, in ms, so that whoever waits for the answer (workflows/vault-call.ts) still waits. */
const GIVE_UP_AFTER = 8_000;
/** After so many tries the next one runs alone, and gets through wherever others were in its way. */
const TOGETHER = 4;

/** A server that ends a connection does not always get to say why: what it said once is worth more. */
const moreTelling = (now: string | null, before: string | null): string | null =>
  now === 'connection_closed' && before !== null ? before : now;

/**
 * Tries until it goes through.
 * @param attempt told how often it was tried before
 * @throws AgentAuthError `vault_unavailable` when the database is away, or others hold it, for too long
 */
export async function repeat<T>(attempt: (before: number) => Promise<T>): Promise<T> {
  const end = performance.now() + GIVE_UP_AFTER;
  let why: string | null = null;
  for (const [before, pause] of RETRY_AFTER.entries()) {
    // By chance, so that two that met do not meet again. SQLite works at once: without a break, many in a row would keep everything else waiting.
    await (pause === 0 ? othersFirst() : sleep(pause * (0.5 + Math.random())));
    if (performance.now() > end) break;
    try {
      return await attempt(before);
    } catch (error) {
      if (!(error instanceof DatabaseBusy)) throw error;
      why = moreTelling(error.why, why);
    }
  }
  throw new AgentAuthError('vault_unavailable', why === null ? {} : { cause: why });
}

interface How {
  /** From the first try on. For what several processes do only once. */
  readonly alone?: boolean;
}

/**
 * Runs `work` in one transaction; nothing of it stays if it throws. `work` may run again, and must reach the database by its `db` only.
 * @throws AgentAuthError `vault_unavailable` when the database is away, or others hold it, for too long
 */
export const inTransaction = <T>(
  database: Database,
  work: (db: Db) => Promise<T>,
  { alone = false }: How = {},
): Promise<T> => repeat((before) => database.attempt(work, alone || before >= TOGETHER));

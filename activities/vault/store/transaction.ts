import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { AgentAuthError } from '../../../contract/index.js';
import { DatabaseBusy } from './errors.js';
import type { Tables } from './schema.js';

/** What a verb works on. */
export type Db = Transaction<Tables>;

/** Waits between tries while another process holds the database, in ms: some seconds in all. */
const RETRY_AFTER = [0, 20, 50, 100, 200, 400, 800, 1500] as const;

/**
 * Runs `work` in one transaction; nothing of it stays if it throws. `work` may run again, and must reach the database by its `db` only.
 * @throws AgentAuthError `vault_unavailable` when another process holds the database for too long
 */
export async function inTransaction<T>(database: Kysely<Tables>, work: (db: Db) => Promise<T>): Promise<T> {
  for (const pause of RETRY_AFTER) {
    await sleep(pause);
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (!(error instanceof DatabaseBusy)) throw error;
    }
  }
  throw new AgentAuthError('vault_unavailable');
}

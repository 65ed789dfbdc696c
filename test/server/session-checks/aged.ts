import { join } from 'node:path';
import { openPostgres } from '../../../activities/vault/store/postgres/open-postgres.js';
import { openDatabase, sqliteStore } from '../../../activities/vault/store/sqlite/open-database.js';
import { inTransaction } from '../../../activities/vault/store/transaction.js';
import { databaseOf } from '../../support/postgres/stack-database.js';
import type { TestStack } from '../../support/stack.js';

/** As if these agents had logged in long ago, and the time of the next look at their sessions had come. */
export async function age({ stateDir }: TestStack, ids: readonly string[]): Promise<void> {
  const database = await databaseOf(stateDir);
  const store =
    database === null
      ? sqliteStore(await openDatabase(join(stateDir, 'vault.db')))
      : await openPostgres(database.url, false);
  const due = { next_at: 0, seen_at: null };
  try {
    await inTransaction(store, async (db) => {
      for (const id of ids) {
        await db.updateTable('session_checks').set(due).where('agent_id', '=', id).execute();
        await db.updateTable('session_pace').set({ proved_at: 0 }).where('agent_id', '=', id).execute();
        await db.updateTable('agents').set({ last_auth_at: 0 }).where('id', '=', id).execute();
      }
    });
  } finally {
    await store.close();
  }
}

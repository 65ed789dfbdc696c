import { type Kysely, Migrator, sql } from 'kysely';
import { AgentAuthError } from '../../../../contract/index.js';
import { DatabaseBusy } from '../errors.js';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import { differences } from '../shape.js';
import type { Database } from '../transaction.js';
import { sqliteError } from './errors.js';
import { kyselyOn } from './kysely-on.js';
import { readShape, wantedShape } from './shape.js';

const SETTINGS = [
  'PRAGMA journal_mode = WAL',
  // An attempt that is armed must be so after a power cut, too.
  'PRAGMA synchronous = FULL',
  // What is deleted is overwritten with zeros.
  'PRAGMA secure_delete = ON',
];

async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof AgentAuthError || error instanceof DatabaseBusy) throw error;
  // The migrator itself objects when it finds migrations that it doesn't know.
  throw new AgentAuthError('state_dir_invalid', { reason: 'made_by_another_version' });
}

/**
 * Refuses a database whose tables are not those that its migrations made: a login would find out.
 * @throws AgentAuthError `state_dir_invalid`, with what differs
 */
export async function checkTables(db: Kysely<Tables>): Promise<void> {
  const different = differences(await readShape(db), await wantedShape());
  if (different !== null) throw new AgentAuthError('state_dir_invalid', { reason: 'tables_differ', ...different });
}

/**
 * Opens the SQLite database and brings its tables up to date.
 * @throws AgentAuthError `state_dir_*` or `vault_unavailable`
 */
export async function openDatabase(path: string): Promise<Kysely<Tables>> {
  const db = kyselyOn(path, SETTINGS);
  try {
    await migrate(db);
    await checkTables(db);
    return db;
  } catch (error) {
    await db.destroy();
    const ours = sqliteError(error);
    throw ours instanceof DatabaseBusy ? new AgentAuthError('vault_unavailable') : ours;
  }
}

/** The store of one process: its transactions come one after the other. */
export const sqliteStore = (kysely: Kysely<Tables>): Database => ({
  attempt: (work) => kysely.transaction().execute(work),
  takeTurn: async () => true,
  // Nobody puts another file in the place of this one unseen: see in-place.ts.
  isAsLeft: async () => true,
  async emptyLog() {
    // Another process that reads (a backup, say) can hold the log; then the next time empties it.
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(kysely).catch(() => undefined);
  },
  close: () => kysely.destroy(),
});

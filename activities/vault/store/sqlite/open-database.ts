import { Kysely, Migrator, sql } from 'kysely';
import { AgentAuthError } from '../../../../contract/index.js';
import { DatabaseBusy } from '../errors.js';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../schema.js';
import type { Database } from '../transaction.js';
import { Connection } from './connection.js';
import { SerialDialect } from './dialect.js';
import { sqliteError } from './errors.js';

/** How long SQLite may hold the event loop while another process writes, in ms. */
const BUSY_TIMEOUT = 50;

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
 * Opens the SQLite database and brings its tables up to date.
 * @throws AgentAuthError `state_dir_*` or `vault_unavailable`
 */
export async function openDatabase(path: string): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: new SerialDialect(new Connection(path, BUSY_TIMEOUT), SETTINGS) });
  try {
    await migrate(db);
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
  async emptyLog() {
    // Another process that reads (a backup, say) can hold the log; then the next time empties it.
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(kysely).catch(() => undefined);
  },
  close: () => kysely.destroy(),
});

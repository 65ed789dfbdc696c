import { AgentAuthError } from '../../../contract/index.js';
import { migrations } from '../store/migrations/index.js';
import { openPostgres } from '../store/postgres/open-postgres.js';
import { type Database, type Db, inTransaction } from '../store/transaction.js';
import { hasRows, type Table } from './rows.js';
import { copyOn, noteCopy } from './state.js';
import type { CopiesTable } from './table.js';

const isWithoutTables = async (error: unknown): Promise<boolean> => {
  const [first] = Object.keys(await migrations.getMigrations());
  const isBehind = error instanceof AgentAuthError && error.code === 'database_not_migrated';
  return isBehind && (error.details.missing as readonly unknown[]).includes(first);
};

/**
 * Opens the database to copy to. Tables are made where there are none; tables of an earlier version, which may be somebody's, stay as they are.
 * @throws AgentAuthError as `openPostgres`
 */
export async function openTarget(url: string, mayMigrate: boolean): Promise<Database> {
  try {
    return await openPostgres(url, false);
  } catch (error) {
    if (mayMigrate && (await isWithoutTables(error))) return openPostgres(url, true);
    throw error;
  }
}

const taken = (reason: 'holds_data' | 'another_copy' | 'in_use'): AgentAuthError =>
  new AgentAuthError('copy_target_taken', { reason });

/** What is known of a copy before it begins. */
interface Begin {
  readonly copy_id: string;
  readonly vault: string;
  readonly begun_at: number;
  /** The copy that the source says it goes on in. */
  readonly done: CopiesTable | undefined;
}

/** Whether a copy that is there is the one that goes on now. */
function checkFound(found: CopiesTable, { vault, done }: Begin): void {
  if (found.vault !== vault) throw taken('another_copy');
  if (done && done.copy_id !== found.copy_id) throw new AgentAuthError('vault_copied');
  if (!done && found.finished_at !== null) throw taken('in_use');
}

async function begin(
  db: Db,
  tables: readonly Table[],
  { copy_id, vault, begun_at, done }: Begin,
): Promise<CopiesTable> {
  if (done) throw new AgentAuthError('vault_copied');
  for (const table of tables) if (await hasRows(db, table)) throw taken('holds_data');
  const copy: CopiesTable = { side: 'target', copy_id, vault, begun_at, finished_at: null };
  await noteCopy(db, copy);
  return copy;
}

/**
 * Takes the database for a copy: from now on workers refuse it, until the copy is finished. Alone: a worker that makes a new vault in it at the
 * same time comes before, or is refused.
 * @param tables all that must be empty where a copy is begun
 * @throws AgentAuthError `copy_target_taken`, `vault_copied`; nothing is written then
 */
export const takeTarget = (target: Database, tables: readonly Table[], how: Begin): Promise<CopiesTable> =>
  inTransaction(
    target,
    async (db) => {
      const found = await copyOn(db, 'target');
      if (found === undefined) return begin(db, tables, how);
      checkFound(found, how);
      return found;
    },
    { alone: true },
  );

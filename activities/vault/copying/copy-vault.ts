import { randomUUID } from 'node:crypto';
import type { PostgresVault } from '../opening/shared.js';
import { inTransaction } from '../store/transaction.js';
import { addMissing, type ComparedTable, compareAll, removeStale, type Sides } from './compare.js';
import { withSides } from './sides.js';
import { copyOn, noteCopy, noteFinished } from './state.js';
import type { CopiesTable } from './table.js';
import { takeTarget } from './target.js';

export type CopyEvent =
  | { readonly event: 'copying'; readonly table: string; readonly rows: number }
  | ({ readonly event: 'compared' } & ComparedTable);

export interface CopyVault {
  /** State folder of the vault. */
  readonly stateDir: string;
  /** What workers on the copy are given. */
  readonly postgres: PostgresVault;
  readonly onEvent?: (event: CopyEvent) => void;
}

export interface Copied {
  /** Pin of the vault's identity. */
  readonly vault: string;
  readonly tables: readonly ComparedTable[];
}

/** First the source says that it is left, then the copy may be used: a kill in between leaves none that opens, and the next try ends it. */
async function finish({ source, target }: Sides, copy: CopiesTable): Promise<void> {
  const finished_at = Date.now();
  await inTransaction(source, async (db) => {
    if (!(await copyOn(db, 'source'))) await noteCopy(db, { ...copy, side: 'source', finished_at });
  });
  await inTransaction(target, (db) => noteFinished(db, finished_at));
}

/**
 * Copies a vault from its state folder to a database, where it goes on. What was copied before, by a try that was cut, is compared and kept.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_invalid`, `vault_copied`, `copy_target_taken`, `copy_differs`,
 * `master_key_mismatch`, `vault_unavailable`, `invalid_input` (the address), `database_forbidden`, `database_invalid`, `database_not_migrated`
 */
export const copyVault = (options: CopyVault): Promise<Copied> =>
  withSides(options, async (sides, { database, vault }, tables) => {
    const { onEvent = () => undefined } = options;
    const done = await inTransaction(database, (db) => copyOn(db, 'source'));
    const copy = await takeTarget(sides.target, tables, { copy_id: randomUUID(), vault, begun_at: Date.now(), done });
    // A finished copy is in use, and no longer the same.
    if (copy.finished_at !== null) return { vault, tables: [] };
    for (const table of tables) await removeStale(sides, table);
    for (const table of tables)
      await addMissing(sides, table, (rows) => onEvent({ event: 'copying', table: table.name, rows }));
    const compared = await compareAll(sides, tables, (table) => onEvent({ event: 'compared', ...table }));
    await finish(sides, copy);
    return { vault, tables: compared };
  });

import { AgentAuthError } from '../../../contract/index.js';
import type { PostgresVault } from '../opening/shared.js';
import { type Database, inTransaction } from '../store/transaction.js';
import { changedTables } from './changes.js';
import type { Sides } from './compare.js';
import { withSides } from './sides.js';
import { withSource } from './source.js';
import { copyOn, forgetCopy, noteFinished } from './state.js';
import type { CopiesTable } from './table.js';

export interface UndoCopy {
  /** State folder of the vault that was copied. */
  readonly stateDir: string;
  /** Where the copy is. Null: that database is gone, and what happened there with it. */
  readonly postgres: PostgresVault | null;
  /** Whether to give up what happened in the copy since. */
  readonly discardChanges: boolean;
}

/** @throws AgentAuthError `invalid_input` when the vault is the one in use */
async function findCopy(source: Database): Promise<CopiesTable> {
  const copy = await inTransaction(source, (db) => copyOn(db, 'source'));
  if (copy === undefined) throw new AgentAuthError('invalid_input', { reason: 'not_copied' });
  return copy;
}

/** @returns when the copy that is refused from now on was finished */
const retire = ({ target }: Sides, { copy_id }: CopiesTable): Promise<number | null> =>
  inTransaction(
    target,
    async (db) => {
      const found = await copyOn(db, 'target');
      if (found?.copy_id !== copy_id) throw new AgentAuthError('copy_target_taken', { reason: 'another_copy' });
      await noteFinished(db, null);
      return found.finished_at;
    },
    { alone: true },
  );

const takeBack = (source: Database): Promise<void> => inTransaction(source, forgetCopy);

/**
 * Makes the vault in the state folder the one in use again. First its copy is refused, by workers that run on it within a minute.
 * @throws AgentAuthError `copy_differs` when the copy was used since, which then goes on; `invalid_input` when there is no copy;
 * else as `copyVault`
 */
export async function undoCopy({ stateDir, postgres, discardChanges }: UndoCopy): Promise<void> {
  if (postgres === null) {
    return withSource(stateDir, undefined, async ({ database }) => {
      await findCopy(database);
      await takeBack(database);
    });
  }
  return withSides({ stateDir, postgres: { ...postgres, migrate: false } }, async (sides, { database }, tables) => {
    const finished = await retire(sides, await findCopy(database));
    try {
      const changed = discardChanges ? [] : await changedTables(sides, tables);
      if (changed.length > 0) throw new AgentAuthError('copy_differs', { tables: changed });
    } catch (error) {
      await inTransaction(sides.target, (db) => noteFinished(db, finished));
      throw error;
    }
    await takeBack(database);
  });
}

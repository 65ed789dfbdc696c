import type { PostgresVault } from '../opening/shared.js';
import { inTransaction } from '../store/transaction.js';
import type { Sides } from './compare.js';
import { type Table, tablesOf } from './rows.js';
import { type Source, withSource } from './source.js';
import { openTarget } from './target.js';

interface Where {
  readonly stateDir: string;
  readonly postgres: PostgresVault;
}

/** Works on the vault of a state folder and on the database of its copy. */
export const withSides = <T>(
  { stateDir, postgres }: Where,
  work: (sides: Sides, source: Source, tables: readonly Table[]) => Promise<T>,
): Promise<T> =>
  withSource(stateDir, postgres.masterKey, async (source) => {
    const target = await openTarget(postgres.url, postgres.migrate !== false);
    try {
      const tables = await inTransaction(source.database, tablesOf);
      return await work({ source: source.database, target }, source, tables);
    } finally {
      await target.close();
    }
  });

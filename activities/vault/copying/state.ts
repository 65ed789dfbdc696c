/**
 * Which of two copies of a vault is in use. At no time both are: they would have one identity and two ledgers, and what one submitted, or which
 * one-time code it used, the other would not know.
 */
import { AgentAuthError } from '../../../contract/index.js';
import type { Db } from '../store/transaction.js';
import type { CopiesTable } from './table.js';

export const copyOn = (db: Db, side: CopiesTable['side']): Promise<CopiesTable | undefined> =>
  db.selectFrom('copies').selectAll().where('side', '=', side).executeTakeFirst();

/**
 * Refuses a vault that is not the one in use.
 * @throws AgentAuthError `vault_copied`, `copy_unfinished`
 */
export async function checkCopies(db: Db): Promise<void> {
  if (await copyOn(db, 'source')) throw new AgentAuthError('vault_copied');
  const target = await copyOn(db, 'target');
  if (target?.finished_at === null) throw new AgentAuthError('copy_unfinished');
}

export const noteCopy = async (db: Db, copy: CopiesTable): Promise<void> =>
  void (await db.insertInto('copies').values(copy).execute());

/** @param finished_at null: the copy is not to be used any more */
export const noteFinished = async (db: Db, finished_at: number | null): Promise<void> =>
  void (await db.updateTable('copies').set({ finished_at }).where('side', '=', 'target').execute());

/** The vault that was copied is the one in use again. */
export const forgetCopy = async (db: Db): Promise<void> =>
  void (await db.deleteFrom('copies').where('side', '=', 'source').execute());

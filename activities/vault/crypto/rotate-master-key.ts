import { type Database, inTransaction } from '../store/transaction.js';
import type { OwnMasterKeys } from './own-master-keys.js';
import type { Records } from './records.js';

/**
 * Brings all data keys under the current master key, some at a time, so that others can work meanwhile. It goes through them once: a worker that wraps with
 * another key at the same time keeps nobody busy for ever.
 */
export async function rewrapAll(database: Database, records: Records): Promise<void> {
  for (let after: string | null = ''; after !== null; ) {
    const last: string = after;
    after = await inTransaction(database, (db) => records.rewrapSome(db, last));
  }
}

/** Brings all data keys under the current master key, then forgets the others. Does the rest of an interrupted exchange. */
export async function finishRotation(database: Database, masterKeys: OwnMasterKeys, records: Records): Promise<void> {
  await rewrapAll(database, records);
  await masterKeys.keepCurrent();
  await database.emptyLog();
}

/** Exchanges the master key. Readers go on meanwhile: until the end both keys are at hand. */
export async function rotateMasterKey(database: Database, masterKeys: OwnMasterKeys, records: Records): Promise<void> {
  await masterKeys.add();
  await finishRotation(database, masterKeys, records);
}

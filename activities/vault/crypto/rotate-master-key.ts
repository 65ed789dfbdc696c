import type { Kysely } from 'kysely';
import { truncateLog } from '../store/open-database.js';
import type { Tables } from '../store/schema.js';
import { inTransaction } from '../store/transaction.js';
import type { MasterKeys } from './master-keys.js';
import type { Records } from './records.js';

/** Brings all data keys under the current master key, then forgets the others. Does the rest of an interrupted exchange. */
export async function finishRotation(db: Kysely<Tables>, masterKeys: MasterKeys, records: Records): Promise<void> {
  await inTransaction(db, (trx) => records.rewrapAll(trx));
  await masterKeys.keepCurrent();
  await truncateLog(db);
}

/** Exchanges the master key. Readers go on meanwhile: until the end both keys are at hand. */
export async function rotateMasterKey(db: Kysely<Tables>, masterKeys: MasterKeys, records: Records): Promise<void> {
  await masterKeys.add();
  await finishRotation(db, masterKeys, records);
}

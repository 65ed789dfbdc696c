import { existsSync } from 'node:fs';
import { AgentAuthError } from '../../../contract/index.js';
import { checkCopies } from '../copying/state.js';
import { loadMasterKeys } from '../crypto/own-master-keys.js';
import { createRecords } from '../crypto/records.js';
import { finishRotation, rotateMasterKey } from '../crypto/rotate-master-key.js';
import { makeFolder, removeDrafts, touchPrivate } from '../state-folder/files.js';
import { keepsItsPlace } from '../state-folder/in-place.js';
import { lockFolder } from '../state-folder/lock.js';
import { removePendingDrafts } from '../state-folder/pending.js';
import { openDatabase, sqliteStore } from '../store/sqlite/open-database.js';
import { hasContent, isWhole } from '../store/sqlite/whole.js';
import { inTransaction } from '../store/transaction.js';
import { whileRunning } from '../store/while-running.js';
import { keepFirstAccessKey, loadContext } from './context.js';
import { filesIn } from './files.js';
import type { OpenedVault, OpenOptions } from './opened.js';

/** A disk that is full, or takes no writes. */
const MENDED_THERE = ['state_dir_full', 'state_dir_unwritable'] as const;

async function openLocked(
  files: ReturnType<typeof filesIn>,
  options: OpenOptions,
): Promise<Pick<OpenedVault, 'ctx' | 'rotateMasterKey'>> {
  const isNew = !hasContent(files.database);
  // The access key is made after the database. If only the key is there, the database was removed, and must not be replaced by an empty one.
  if (isNew && existsSync(files.accessKey)) throw new AgentAuthError('state_dir_invalid');
  if (!(await isWhole(files.database))) throw new AgentAuthError('state_dir_invalid', { reason: 'database_cut' });
  const masterKeys = await loadMasterKeys(files.masterKey, isNew);
  await touchPrivate(files.database);
  const database = sqliteStore(await openDatabase(files.database));
  try {
    const records = createRecords(masterKeys);
    const ctx = await inTransaction(database, async (db) => {
      await checkCopies(db);
      return loadContext(database, db, records, files.accessKey, options);
    });
    await keepFirstAccessKey(database, files.accessKey);
    if (masterKeys.several) await finishRotation(database, masterKeys, records);
    return {
      ctx: { ...ctx, db: whileRunning(database, MENDED_THERE) },
      rotateMasterKey: () => rotateMasterKey(database, masterKeys, records),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the vault that lies in a state folder, alone: one process for a folder. */
export async function openEmbedded(stateDir: string, options: OpenOptions): Promise<OpenedVault> {
  const files = filesIn(stateDir);
  await makeFolder(files.folder);
  const unlock = await lockFolder(files.lock);
  try {
    await removeDrafts(files.masterKey);
    await removePendingDrafts(files.accessKey);
    const opened = await openLocked(files, options);
    return {
      ...opened,
      checkPlace: await keepsItsPlace(files.database),
      async close() {
        await opened.ctx.db.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { AgentAuthError } from '../../../contract/index.js';
import { loadMasterKeys } from '../crypto/own-master-keys.js';
import { createRecords } from '../crypto/records.js';
import { type MasterKeySource, SharedMasterKeys } from '../crypto/shared-master-keys.js';
import { loadVaultSecrets } from '../crypto/vault-secrets.js';
import { filesIn } from '../opening/files.js';
import { asMismatch } from '../opening/shared.js';
import { lockFolder } from '../state-folder/lock.js';
import { openDatabase, sqliteStore } from '../store/sqlite/open-database.js';
import { type Database, inTransaction } from '../store/transaction.js';

export interface Source {
  readonly database: Database;
  /** Pin of the vault's identity. */
  readonly vault: string;
}

/** @throws AgentAuthError `state_dir_invalid` when key and database of the folder don't belong together */
async function pinOf(database: Database, keyFile: string): Promise<string> {
  const records = createRecords(await loadMasterKeys(keyFile, false));
  return (await inTransaction(database, (db) => loadVaultSecrets(db, records))).identity.pin;
}

/**
 * Checks that the workers of the copy are given the key that opens it.
 * @throws AgentAuthError `master_key_mismatch`
 */
async function checkKey(database: Database, given: MasterKeySource): Promise<void> {
  await inTransaction(database, async (db) => {
    const keys = await new SharedMasterKeys(given).load(db, false);
    await loadVaultSecrets(db, createRecords(keys)).catch((error: unknown) => {
      throw asMismatch(error);
    });
  });
}

/**
 * Works on the vault of a state folder that no worker runs on, and keeps it that way until the end.
 * @param masterKey what workers on the copy are given; without it, the file in the state folder
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_invalid`, `master_key_mismatch`
 */
export async function withSource<T>(
  stateDir: string,
  masterKey: MasterKeySource | undefined,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const files = filesIn(stateDir);
  if (!existsSync(files.database)) throw new AgentAuthError('state_dir_invalid', { reason: 'no_vault' });
  const unlock = await lockFolder(files.lock);
  try {
    const database = sqliteStore(await openDatabase(files.database));
    try {
      const vault = await pinOf(database, files.masterKey);
      if (masterKey) await checkKey(database, masterKey);
      return await work({ database, vault });
    } finally {
      await database.emptyLog();
      await database.close();
    }
  } finally {
    await unlock();
  }
}

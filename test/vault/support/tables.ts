import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKeys } from '../../../activities/vault/crypto/own-master-keys.js';
import { filesIn } from '../../../activities/vault/opening/files.js';
import { touchPrivate } from '../../../activities/vault/state-folder/files.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';

/** Outlives the modules of a test file. */
const shared: typeof globalThis & { emptyTables?: Promise<string> } = globalThis;

async function makeTables(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'tables-')), 'vault.db');
  await touchPrivate(file);
  await (await openDatabase(file)).destroy();
  return file;
}

/** Puts a database with all tables and no row into a new state folder: to run every migration takes longer than most tests. */
export async function layTables(stateDir: string): Promise<void> {
  shared.emptyTables ??= makeTables();
  const { masterKey, database } = filesIn(stateDir);
  await mkdir(stateDir, { mode: 0o700 });
  await loadMasterKeys(masterKey, true);
  await copyFile(await shared.emptyTables, database);
}

/** The tables of a test's vault, past the vault: on either store. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { openPostgres } from '../../../activities/vault/store/postgres/open-postgres.js';
import { openDatabase, sqliteStore } from '../../../activities/vault/store/sqlite/open-database.js';
import { type Database, type Db, inTransaction } from '../../../activities/vault/store/transaction.js';
import { dumpOf } from '../../support/postgres/databases.js';
import type { TestVault } from './vault.js';

type Where = Pick<TestVault, 'stateDir' | 'database'>;

const fileOf = ({ stateDir }: Where): string => join(stateDir, 'vault.db');

/** Runs statements. @returns rows of the last one */
export async function runSql(t: Where, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  if (t.database !== null) return t.database.query(...statements);
  const database = new Sqlite(fileOf(t));
  try {
    return statements.map((statement) => database.prepare(statement).all([])).at(-1) as Record<string, unknown>[];
  } finally {
    database.close();
  }
}

const openStore = async (t: Where): Promise<Database> =>
  t.database === null ? sqliteStore(await openDatabase(fileOf(t))) : openPostgres(t.database.url, false);

/** Works on the tables of a vault that is closed. */
export async function inStore<T>(t: Where, work: (db: Db) => Promise<T>): Promise<T> {
  const store = await openStore(t);
  try {
    return await inTransaction(store, work);
  } finally {
    await store.close();
  }
}

/**
 * What a thief of the store gets: all that lies in the state folder, the master key and the access key for its owner left out; on Postgres, a dump
 * as well.
 */
export async function stolenBytes(t: Where): Promise<Buffer> {
  const files = (await readdir(t.stateDir)).filter((file) => file !== 'master-key' && file !== 'access-key');
  const bytes = await Promise.all(files.map((file) => readFile(join(t.stateDir, file))));
  return Buffer.concat([...bytes, ...(t.database === null ? [] : [await dumpOf(t.database)])]);
}

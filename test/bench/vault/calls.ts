/** The calls of a vault on one store, beside bare queries on the same store. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { createProviders } from '../../../activities/providers/index.js';
import { OPERATIONS } from '../../../activities/vault/calls/operations.js';
import { openVault, type Vault } from '../../../activities/vault/index.js';
import { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import { createCaller } from '../../vault/support/vault.js';
import { useAsClient } from './clients.js';
import { logInWithItem } from './items.js';
import { renewSession } from './renewal.js';
import { logIn, type Place } from './story.js';
import { Times, timed } from './times.js';

/** A query without anything of ours around it: one row by its key, and one row that is changed and on disk. */
interface Bare {
  read(): Promise<unknown>;
  write(): Promise<unknown>;
  close(): Promise<unknown>;
}

export const BARE = { read: 'bare: read a row', write: 'bare: change a row' } as const;

const TABLE = 'create table bare (id integer primary key, n integer)';
const ROW = 'insert into bare values (1, 0)';
const READ = 'select n from bare where id = 1';
const WRITE = 'update bare set n = n + 1 where id = 1';

async function bareSqlite(folder: string): Promise<Bare> {
  const database = new Database(join(folder, 'bare.db'));
  const run = async (statement: string): Promise<unknown> => database.prepare(statement).all([]);
  for (const statement of ['pragma journal_mode = wal', 'pragma synchronous = full', TABLE, ROW]) await run(statement);
  return { read: () => run(READ), write: () => run(WRITE), close: async () => database.close() };
}

async function barePostgres(url: string): Promise<Bare> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of ['create schema bare', 'set search_path = bare', TABLE, ROW]) await client.query(statement);
  return { read: () => client.query(READ), write: () => client.query(WRITE), close: () => client.end() };
}

/** What is no call while logins run; `callVault` is measured by its operations. */
const NO_CALLS: ReadonlySet<string> = new Set(['callVault', 'rotateMasterKey', 'close']);

async function runOnce(place: Place, name: string): Promise<void> {
  await logIn(place, name);
  await logInWithItem(place, name);
  await renewSession(place, name);
  await useAsClient(place, name);
}

/** A call that is added later is added to what runs here, too. */
function checkComplete(vault: Vault, times: Times): void {
  const measured = new Set(times.names());
  const calls = [...Object.keys(vault).filter((name) => !NO_CALLS.has(name)), ...Object.keys(OPERATIONS)];
  const forgotten = calls.filter((name) => !measured.has(name));
  if (forgotten.length > 0) throw new Error(`not measured: ${forgotten.join(', ')}`);
}

/**
 * @param url of a Postgres database, or null: SQLite
 * @param logins how many, after one that is not counted
 */
export async function measureCalls(url: string | null, logins: number): Promise<Times> {
  const stateDir = await mkdtemp(join(tmpdir(), 'bench-vault-'));
  const providers = createProviders({ folder: stateDir });
  const clock = { ahead: 0 };
  const vault = await openVault({
    stateDir,
    providers,
    clock: () => Date.now() + clock.ahead,
    postgres: url === null ? undefined : { url },
  });
  const connect = await connectBench();
  const bare = await (url === null ? bareSqlite(stateDir) : barePostgres(url));
  const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  let times = new Times();
  try {
    for (let run = 0; run <= logins; run += 1) {
      if (run === 1) times = new Times();
      const watched = timed(vault, times);
      const admin = createCaller(() => watched, accessKey);
      await runOnce({ vault: watched, admin, accessKey, connect, clock }, `login-${run}`);
      // In between, so that both see the same machine.
      for (let query = 0; query < 10; query += 1) {
        await times.measure(BARE.read, bare.read);
        await times.measure(BARE.write, bare.write);
      }
    }
    checkComplete(vault, times);
    return times;
  } finally {
    await bare.close();
    await connect.close();
    await vault.close();
  }
}

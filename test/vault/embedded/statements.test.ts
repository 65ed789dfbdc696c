import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import { Connection } from '../../../activities/vault/store/sqlite/connection.js';
import { openDatabase, sqliteStore } from '../../../activities/vault/store/sqlite/open-database.js';
import { inTransaction } from '../../../activities/vault/store/transaction.js';
import { makeStateDir } from '../support/vault.js';

const SETTINGS = ['PRAGMA journal_mode = WAL'];

async function file(): Promise<string> {
  const folder = await makeStateDir();
  await mkdir(folder, { recursive: true });
  return join(folder, 'statements.db');
}

async function connected() {
  const path = await file();
  const connection = new Connection(path, 50);
  connection.renew(SETTINGS);
  onTestFinished(() => connection.close());
  connection.prepare('create table t (id text primary key, n integer)').run([]);
  return { path, connection };
}

const ALL = 'select * from t order by id';

it('a statement that was prepared shows what the tables are now, whoever has changed them', async () => {
  const { path, connection } = await connected();
  const read = () => connection.prepare(ALL).all([]);
  connection.prepare('insert into t values (?, ?)').run(['a', 1]);
  expect(read()).toEqual([{ id: 'a', n: 1 }]);
  connection.prepare('alter table t add column here text').run([]);
  expect(read()).toEqual([{ id: 'a', n: 1, here: null }]);
  const other = new Sqlite(path);
  other.exec('alter table t add column there text default 7');
  other.close();
  expect(read()).toEqual([{ id: 'a', n: 1, here: null, there: '7' }]);
});

it('more texts than are kept, and long values, are all right', async () => {
  const { connection } = await connected();
  for (let n = 1; n <= 400; n += 1) {
    const marks = Array.from({ length: n }, () => '?').join();
    const rows = connection.prepare(`select count(*) as n from t where id in (${marks})`).all(Array(n).fill('x'));
    expect(rows).toEqual([{ n: 0 }]);
  }
  const insert = () => connection.prepare('insert into t values (?, ?)');
  insert().run(['x'.repeat(1_000_000), 1]);
  insert().run(['y', 2]);
  expect(connection.prepare('select length(id) as l from t order by l').all([])).toEqual([{ l: 1 }, { l: 1_000_000 }]);
});

it.each([[undefined], [Number.NaN], [{}], [new Date()], [Symbol('x')]])(
  'a value that no column has is refused, and does not end the process: %s',
  async (value) => {
    const { connection } = await connected();
    expect(() => connection.prepare('insert into t values (?, ?)').run([value, 1])).toThrow(TypeError);
    connection.prepare('insert into t values (?, ?)').run(['flag', true]);
    expect(connection.prepare(ALL).all([])).toEqual([{ id: 'flag', n: 1 }]);
  },
);

it('a transaction that fails leaves nothing, and the next one goes through, with the same statements', async () => {
  const store = sqliteStore(await openDatabase(await file()));
  onTestFinished(() => store.close());
  const insert = (id: string) =>
    inTransaction(store, async (db) => {
      await db.insertInto('data_keys').values({ id, master_key_id: 'm', wrapped: 'w' }).execute();
      await db.insertInto('data_keys').values({ id: 'both', master_key_id: 'm', wrapped: 'w' }).execute();
    });
  const ids = () =>
    inTransaction(store, async (db) => (await db.selectFrom('data_keys').select('id').execute()).map(({ id }) => id));
  await insert('one');
  await expect(insert('two')).rejects.toMatchObject({ code: 'vault_unavailable' });
  expect((await ids()).toSorted()).toEqual(['both', 'one']);
  await expect(insert('three')).rejects.toMatchObject({ code: 'vault_unavailable' });
  expect((await ids()).toSorted()).toEqual(['both', 'one']);
});

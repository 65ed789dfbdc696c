/** A database that is put back to what it was before, under workers that run: they say so, once, and go on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeOwnDatabase, queryServer, SERVER, type TestDatabase } from '../../support/postgres/databases.js';
import { MIGRATOR } from '../../support/postgres/roles.js';
import { runs } from '../../support/variants.js';
import { createCaller } from '../support/vault.js';
import { opened, start } from './support.js';

const nameOf = ({ url }: TestDatabase): string => new URL(url).pathname.slice(1);

/** As it is now. Whoever is connected is thrown out. */
async function backUp(database: TestDatabase): Promise<TestDatabase> {
  await database.query(
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return database.copy();
}

const restore = (database: TestDatabase, backup: TestDatabase) =>
  queryServer(process.env[SERVER]!, [
    `drop database ${nameOf(database)} with (force)`,
    `create database ${nameOf(database)} owner ${MIGRATOR} template ${nameOf(backup)}`,
  ]);

it('says so once, by whoever wrote what is gone, and goes on with what is there', async () => {
  const database = await makeOwnDatabase();
  const options = await start(database.url);
  const one = await opened(options);
  const read = async (file: string) => (await readFile(join(options.stateDir, file), 'utf8')).trim();
  const admin = createCaller(() => one, await read('access-key'));
  const name = (name: string) => ({ name, domain: 'shop.example', values: { note: 'x' } });
  await admin('credentials.create', name('before'));
  const two = await opened(await start(database.url, { masterKey: { text: await read('master-key') } }));
  await two.isThere();
  const backup = await backUp(database);
  await one.sweep();
  await admin('credentials.create', name('after'));

  await restore(database, backup);
  // Whoever works on writes again before anybody has looked.
  await admin('profiles.create', { name: 'since' });
  await expect(one.sweep()).rejects.toMatchObject({ code: 'vault_went_back', next: expect.stringContaining('backup') });
  await one.sweep();
  // It has written nothing since, so that nothing of its own is gone.
  await two.sweep();
  expect((await admin('credentials.list', {})).items).toMatchObject([{ name: 'before' }]);
  await admin('credentials.create', name('after'));

  // Nothing is gone with a connection.
  await backUp(database);
  await one.sweep();
});

it('says nothing of what the same worker commits in the meantime', async () => {
  const options = await start((await makeOwnDatabase()).url);
  const vault = await opened(options);
  const admin = createCaller(() => vault, (await readFile(join(options.stateDir, 'access-key'), 'utf8')).trim());
  let isOver = false;
  const writing = Array.from({ length: 4 }, async (_, of) => {
    for (let n = 0; !isOver; n += 1) await admin('profiles.create', { name: `p${of}-${n}` });
  });
  for (let n = 0; n < runs(10, 30); n += 1) await vault.sweep();
  isOver = true;
  await Promise.all(writing);
});

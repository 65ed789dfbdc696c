/** Workers that have a vault, on a database without one: the wrong one, one that was lost, or one to which the vault is yet to be copied. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyVault, openVault } from '../../../activities/vault/index.js';
import { makeDatabase, makeEmptyDatabase, type TestDatabase } from '../../support/postgres/databases.js';
import { codeOf, createCaller, makeStateDir } from '../support/vault.js';
import { opened, refusal, start } from './support.js';

/** What a program makes that knows nothing of vaults. */
const OWN_KEY = Buffer.alloc(32, 7).toString('base64');

const rowsOf = async ({ query }: TestDatabase) => [
  ...(await query('select name from vault_secrets')),
  ...(await query('select id from access_keys')),
  ...(await query('select id from data_keys')),
];

/** Without those that SQLite has beside an open database: it removes them some time after that was closed. */
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !/-(?:shm|wal)$/.test(name));

/** Opens a vault, on SQLite if no database is given, and closes it. */
async function made(postgres?: { readonly url: string }) {
  const stateDir = await makeStateDir();
  await (await openVault({ stateDir, ...(postgres && { postgres }) })).close();
  const read = async (name: string) => (await readFile(join(stateDir, name), 'utf8')).trim();
  return { stateDir, accessKey: await read('access-key'), masterKey: await read('master-key') };
}

const refused = (reason: string) => ({ code: 'vault_not_found', details: { reason, advice: expect.any(String) } });

describe('is refused and writes nothing', { timeout: 120_000 }, () => {
  it('on the state folder of a vault', async () => {
    const database = await makeDatabase();
    const { stateDir } = await made();
    const before = await filesIn(stateDir);
    expect(await refusal({ stateDir, postgres: { url: database.url } })).toMatchObject(refused('in_the_state_folder'));
    expect(await filesIn(stateDir)).toEqual(before);
    expect(await rowsOf(database)).toEqual([]);
  });

  it.each(['text', 'file'] as const)('with the master key of a vault as a %s', async (kind) => {
    const database = await makeDatabase();
    const { stateDir, masterKey } = await made();
    const given = kind === 'text' ? { text: `${OWN_KEY}\n${masterKey}` } : { file: join(stateDir, 'master-key') };
    const options = await start(database.url, { masterKey: given });
    const said = await refusal(options);
    expect(said).toMatchObject(refused('has_its_master_key'));
    expect(said.all).not.toContain(masterKey.split('.')[1]);
    expect(await readdir(options.stateDir)).toEqual([]);
    expect(await rowsOf(database)).toEqual([]);
    // Until then, the copy finds the database as it was.
    await copyVault({ stateDir, postgres: { url: database.url } });
    await opened(await start(database.url, { masterKey: { text: masterKey } }));
  });

  it('where its database has lost its vault, or another one is named', async () => {
    const [database, another] = [await makeDatabase(), await makeDatabase()];
    const { stateDir, accessKey } = await made({ url: database.url });
    expect(await refusal({ stateDir, postgres: { url: another.url } })).toMatchObject(refused('has_its_access_key'));
    await rm(join(stateDir, 'access-key'));
    expect(await refusal({ stateDir, postgres: { url: another.url } })).toMatchObject(refused('has_its_master_key'));
    expect(await rowsOf(another)).toEqual([]);
    const vault = await opened({ stateDir, postgres: { url: database.url } });
    expect(await createCaller(() => vault, accessKey)('agents.list', {})).toMatchObject({ items: [] });
  });

  it('where the tables are yet to be made, by a role that makes them', async () => {
    const { ownerUrl } = await makeEmptyDatabase();
    const { stateDir } = await made();
    expect(await refusal({ stateDir, postgres: { url: ownerUrl } })).toMatchObject(refused('in_the_state_folder'));
  });
});

it('ends within a minute where its database is emptied under it, and until then tells no good key that it is none', async () => {
  const database = await makeDatabase();
  const { stateDir, accessKey } = await made({ url: database.url });
  const vault = await opened({ stateDir, postgres: { url: database.url } });
  const list = () => codeOf(createCaller(() => vault, accessKey)('agents.list', {}));
  await vault.publishVaultKey();
  await vault.sweep();
  await database.query('delete from access_keys');
  expect(await list()).toBe('unauthorized');
  await database.query('delete from vault_secrets');
  expect(await list()).toBe('vault_unavailable');
  expect(await codeOf(vault.sweep())).toBe('vault_not_found');
});

describe('a start that was cut', () => {
  it('before its vault was made leaves nothing that is in the way', async () => {
    const { url } = await makeDatabase();
    const cut = await made();
    const options = await start(url);
    await mkdir(options.stateDir);
    await writeFile(join(options.stateDir, 'access-key.new'), cut.accessKey);
    await writeFile(join(options.stateDir, 'master-key.new'), cut.masterKey);
    const vault = await opened(options);
    const key = (await readFile(join(options.stateDir, 'access-key'), 'utf8')).trim();
    expect(await createCaller(() => vault, key)('agents.list', {})).toMatchObject({ items: [] });
    expect((await readdir(options.stateDir)).sort()).toEqual(['access-key', 'master-key']);
  });

  it('once it was made goes on with its keys', async () => {
    const { url } = await makeDatabase();
    const { stateDir, accessKey } = await made({ url });
    for (const name of ['access-key', 'master-key']) await rename(join(stateDir, name), join(stateDir, `${name}.new`));
    const vault = await opened({ stateDir, postgres: { url } });
    expect(await createCaller(() => vault, accessKey)('agents.list', {})).toMatchObject({ items: [] });
    expect((await readdir(stateDir)).sort()).toEqual(['access-key', 'master-key']);
  });

  it('leaves no key that nobody knows where somebody else was first', async () => {
    const { url } = await makeDatabase();
    await made({ url });
    const late = await made();
    const options = await start(url);
    await mkdir(options.stateDir);
    await writeFile(join(options.stateDir, 'access-key.new'), late.accessKey);
    await writeFile(join(options.stateDir, 'master-key.new'), late.masterKey);
    expect(await refusal(options)).toMatchObject({ code: 'master_key_mismatch', details: { reason: 'missing' } });
    expect(await readdir(options.stateDir)).toEqual(['access-key.new']);
  });

  it('leaves no access key that nobody knows with a master key that fits', async () => {
    const { url } = await makeDatabase();
    const { masterKey } = await made({ url });
    const late = await made();
    const options = await start(url, { masterKey: { text: masterKey } });
    await mkdir(options.stateDir);
    await writeFile(join(options.stateDir, 'access-key.new'), late.accessKey);
    await opened(options);
    expect(await readdir(options.stateDir)).toEqual([]);
  });
});

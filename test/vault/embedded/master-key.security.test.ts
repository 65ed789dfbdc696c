import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type MasterKey, makeMasterKey, masterKeysOf } from '../../../activities/vault/crypto/master-keys.js';
import { createRecords, type Records } from '../../../activities/vault/crypto/records.js';
import { rewrapAll } from '../../../activities/vault/crypto/rotate-master-key.js';
import { openVault } from '../../../activities/vault/index.js';
import { openDatabase, sqliteStore } from '../../../activities/vault/store/sqlite/open-database.js';
import { inTransaction } from '../../../activities/vault/store/transaction.js';
import { AgentAuthError } from '../../../contract/index.js';
import { twoAccounts } from '../support/two-accounts.js';
import { codeOf, grant, makeStateDir, openTestVault } from '../support/vault.js';

describe('a stolen database without the master key', () => {
  it('opens with its own master key only', async () => {
    const t = await openTestVault();
    await twoAccounts(t);
    await t.vault.close();
    const thief = await makeStateDir();
    await mkdir(thief, { recursive: true });
    await copyFile(join(t.stateDir, 'vault.db'), join(thief, 'vault.db'));
    expect(await codeOf(openVault({ stateDir: thief }))).toBe('state_dir_invalid');
  });
});

describe('a rotated master key', () => {
  it('opens everything, and the old one nothing', async () => {
    const t = await openTestVault();
    const { a } = await twoAccounts(t);
    const file = join(t.stateDir, 'master-key');
    const before = await readFile(file, 'utf8');
    await t.vault.rotateMasterKey();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
    await t.reopen();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
    expect(await readFile(file, 'utf8')).not.toContain(before.trim());
    await t.vault.close();
    await writeFile(file, before);
    expect(await codeOf(openVault({ stateDir: t.stateDir }))).toBe('state_dir_invalid');
  });

  it('is exchanged while the vault is read and written', async () => {
    const t = await openTestVault();
    const { a, b } = await twoAccounts(t);
    const [, ...read] = await Promise.all([
      t.vault.rotateMasterKey(),
      ...Array.from({ length: 10 }, (_, i) => t.vault.openStored(i % 2 ? a : b, 'password')),
      t
        .admin('credentials.create', { name: 'c', domain: 'c.example', values: { password: 'secret-c' } })
        .then(() => 'secret-c'),
    ]);
    expect(new Set(read)).toEqual(new Set(['secret-a', 'secret-b', 'secret-c']));
    const c = await grant(t.admin, 'c.example', { credential_name: 'c' });
    expect(await t.vault.openStored(c.id, 'password')).toBe('secret-c');
  });

  it('is exchanged by a start that finds a new one in front of it, as docs/backup.md says', async () => {
    const t = await openTestVault();
    const { a } = await twoAccounts(t);
    const file = join(t.stateDir, 'master-key');
    const old = await readFile(file, 'utf8');
    await t.vault.close();
    await writeFile(file, `${Buffer.alloc(32, 7).toString('base64')}\n${old}`);
    await t.reopen();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1);
    expect(await readFile(file, 'utf8')).not.toContain(old.trim());
    await t.reopen();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
  });

  it('is exchanged to the end at the next start when that was interrupted', async () => {
    const t = await openTestVault();
    const { a } = await twoAccounts(t);
    const file = join(t.stateDir, 'master-key');
    const old = await readFile(file, 'utf8');
    await t.vault.close();
    // Killed right after the new key was written, before anything was wrapped with it.
    await writeFile(file, `BBBBBBBBBBB.${Buffer.alloc(32, 7).toString('base64url')}\n${old}`);
    await t.reopen();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
    expect(await readFile(file, 'utf8')).toBe(`BBBBBBBBBBB.${Buffer.alloc(32, 7).toString('base64url')}\n`);
    await t.reopen();
    expect(await t.vault.openStored(a, 'password')).toBe('secret-a');
  });
});

it('two workers that wrap with another key each do not keep each other busy', async () => {
  const stateDir = await makeStateDir();
  await mkdir(stateDir, { recursive: true });
  const database = sqliteStore(await openDatabase(join(stateDir, 'vault.db')));
  onTestFinished(() => database.close());
  const [one, other] = [makeMasterKey(), makeMasterKey()];
  const recordsOf = (...keys: MasterKey[]) =>
    createRecords(
      masterKeysOf(
        () => keys,
        () => new AgentAuthError('master_key_mismatch'),
      ),
    );
  const [behind, front] = [recordsOf(one, other), recordsOf(other, one)];
  await inTransaction(database, async (db) => {
    for (let n = 0; n < 250; n += 1) await behind.seal(db, { table: 't', id: `${n}`, field: 'f', version: 1 }, 'x');
  });
  let rounds = 0;
  const rewrapSome: Records['rewrapSome'] = async (db, after) => {
    rounds += 1;
    if (rounds > 5) throw new Error('it goes on for ever');
    const last = await front.rewrapSome(db, after);
    for (let at: string | null = ''; at !== null; ) at = await behind.rewrapSome(db, at);
    return last;
  };
  await rewrapAll(database, { ...front, rewrapSome });
  expect(rounds).toBe(2);
});

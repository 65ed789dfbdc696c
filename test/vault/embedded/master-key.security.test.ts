import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault } from '../../../activities/vault/index.js';
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

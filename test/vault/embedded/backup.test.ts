/** What docs/backup.md says, with real folders. */
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openVault } from '../../../activities/vault/index.js';
import { begin, codeOf, createCaller, grant, makeStateDir, openTestVault } from '../support/vault.js';

/** A vault with one account and a login that waits for a password, stopped; `backup` is a copy of its folder. */
async function backedUp() {
  const t = await openTestVault();
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { password: 'stored' } });
  const { id } = await grant(t.admin, 'example.com', { credential_name: 'shop' });
  const { ref, give } = await begin(t.vault, id);
  const given = await give('password', 'given');
  await t.vault.close();
  const backup = await makeStateDir();
  // The log was emptied and goes with the process; in this one it goes when the connection is collected, in the middle of a copy, too.
  const filter = (path: string): boolean => !/-(?:wal|shm)$/.test(path);
  await cp(t.stateDir, backup, { recursive: true, preserveTimestamps: true, filter });
  const restore = async () => {
    const vault = await openVault({ stateDir: backup, clock: () => t.clock.now });
    onTestFinished(() => vault.close());
    return vault;
  };
  return { t, id, ref, given, backup, restore };
}

describe('a backup of the stopped stack', () => {
  it('brings back credentials, keys of waiting logins and the first access key', async () => {
    const { t, id, ref, given, backup, restore } = await backedUp();
    await rm(t.stateDir, { recursive: true });
    const vault = await restore();
    expect(await vault.openStored(id, 'password')).toBe('stored');
    expect(await vault.openGiven({ ...ref, ...given })).toBe('given');
    const accessKey = (await readFile(join(backup, 'access-key'), 'utf8')).trim();
    expect(await createCaller(() => vault, accessKey)('credentials.list', {})).toMatchObject({
      items: [{ name: 'shop' }],
    });
    expect((await stat(join(backup, 'master-key'))).mode & 0o777).toBe(0o600);
  });

  it('needs nothing but the database and the two keys', async () => {
    const { id, backup, restore } = await backedUp();
    for (const file of ['vault.lock', 'vault.db-wal', 'vault.db-shm']) await rm(join(backup, file), { force: true });
    expect(await (await restore()).openStored(id, 'password')).toBe('stored');
  });

  it('is refused without its master key, and nothing new is begun in its place', async () => {
    const { backup, id, restore } = await backedUp();
    const key = join(backup, 'master-key');
    const aside = join(backup, '..', 'aside');
    await cp(key, aside);
    await rm(key);
    expect(await codeOf(openVault({ stateDir: backup }))).toBe('state_dir_invalid');
    await expect(stat(key)).rejects.toThrow('ENOENT');
    await cp(aside, key);
    expect(await (await restore()).openStored(id, 'password')).toBe('stored');
  });

  it('opens with its own key only, once the master key was rotated', async () => {
    const { t, backup, id, restore } = await backedUp();
    await t.reopen();
    await t.vault.rotateMasterKey();
    await t.vault.close();
    const mixed = await makeStateDir();
    await mkdir(mixed);
    await cp(join(backup, 'vault.db'), join(mixed, 'vault.db'));
    await cp(join(t.stateDir, 'master-key'), join(mixed, 'master-key'));
    expect(await codeOf(openVault({ stateDir: mixed }))).toBe('state_dir_invalid');
    expect(await (await restore()).openStored(id, 'password')).toBe('stored');
  });

  it.each([0, 50, 4_096, 100_000, -1])(
    'that was restored as far as byte %i of its database is refused',
    async (bytes) => {
      const { backup, id, restore } = await backedUp();
      const database = join(backup, 'vault.db');
      const whole = await readFile(database);
      await writeFile(database, whole.subarray(0, bytes));
      expect(await codeOf(openVault({ stateDir: backup }))).toBe('state_dir_invalid');
      await writeFile(database, whole);
      expect(await (await restore()).openStored(id, 'password')).toBe('stored');
    },
  );

  it('does not know an access key that was made later', async () => {
    const { t, restore } = await backedUp();
    await t.reopen();
    const later = await t.vault.createAccessKey({ name: 'later', scopes: ['admin'] });
    const vault = await restore();
    expect(await codeOf(createCaller(() => vault, later)('agents.list', {}))).toBe('unauthorized');
  });
});

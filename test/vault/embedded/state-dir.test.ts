import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectEmbedded, openVault } from '../../../activities/vault/index.js';
import { fileError } from '../../../activities/vault/state-folder/files.js';
import { openDatabase } from '../../../activities/vault/store/sqlite/open-database.js';
import { ODD_FOLDERS } from '../../support/odd-folders.js';
import { variants } from '../../support/variants.js';
import { childWithVault, killHard } from '../support/child.js';
import { codeOf, createCaller, grant, makeStateDir, openTestVault } from '../support/vault.js';

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('a new state folder', () => {
  it('is for its owner only, with everything in it', async () => {
    const { stateDir } = await openTestVault();
    expect(await modeOf(stateDir)).toBe('700');
    const files = await readdir(stateDir);
    expect(files).toEqual(expect.arrayContaining(['access-key', 'master-key', 'vault.db', 'vault.lock']));
    for (const file of files) expect([file, await modeOf(join(stateDir, file))]).toEqual([file, '600']);
  });

  it('has an access key that may do everything, and keeps it', async () => {
    const t = await openTestVault();
    const file = join(t.stateDir, 'access-key');
    const before = await readFile(file, 'utf8');
    await t.reopen();
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await createCaller(() => t.vault, before.trim())('credentials.list', {})).toMatchObject({ items: [] });
  });

  it('does not make the key again that somebody took out of the folder', async () => {
    const t = await openTestVault();
    await rm(join(t.stateDir, 'access-key'));
    await t.reopen();
    expect(await readdir(t.stateDir)).not.toContain('access-key');
  });
});

describe('a state folder with an odd name', () => {
  it.each(variants(3, ODD_FOLDERS).map((name) => [name]))(
    '%s has everything in it, and nothing beside it',
    async (name) => {
      const root = await makeStateDir();
      const stateDir = join(root, name);
      const vault = await openVault({ stateDir });
      expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_in_use');
      await vault.close();
      expect(await readdir(root)).toEqual([name]);
      expect(await readdir(stateDir)).toEqual(expect.arrayContaining(['access-key', 'master-key', 'vault.db']));
      // Those of a connection that was closed go when the last handle of it does.
      const lasting = (await readdir(stateDir)).filter((file) => !/-(?:wal|shm)$/.test(file));
      for (const file of lasting) expect([file, await modeOf(join(stateDir, file))]).toEqual([file, '600']);
      await (await openVault({ stateDir })).close();
    },
  );
});

describe('two vaults on one state folder', { timeout: 60_000 }, () => {
  it('are refused in one process', async () => {
    const { stateDir } = await openTestVault();
    await expect(openVault({ stateDir })).rejects.toMatchObject({
      code: 'state_dir_in_use',
      details: { pid: process.pid, host: hostname(), since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
  });

  it('are refused in two processes, also after a refusal, until the first one is killed', async () => {
    const stateDir = await makeStateDir();
    const child = await childWithVault(
      `await openVault({ stateDir: process.argv[2]! }); console.log('open'); setInterval(() => {}, 1000);`,
      [stateDir],
    );
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_in_use');
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_in_use');
    await killHard(child);
    await (await openVault({ stateDir })).close();
  });

  it('are still refused for another process when this one tried twice', async () => {
    const { stateDir } = await openTestVault();
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_in_use');
    const child = await childWithVault(
      `openVault({ stateDir: process.argv[2]! }).then(() => 'opened', (e) => e.code).then((said) => {
        process.exitCode = said === 'state_dir_in_use' ? 0 : 1;
        console.log(said);
      });`,
      [stateDir],
    );
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
  });
});

describe('a vault that was killed', { timeout: 60_000 }, () => {
  it('has what it answered for, and its first access key works', async () => {
    const stateDir = await makeStateDir();
    const child = await childWithVault(
      `const vault = await openVault({ stateDir: process.argv[2]! });
      await vault.publishVaultKey();
      console.log('done');
      for (;;) await vault.createAccessKey({ name: 'busy', scopes: [] });`,
      [stateDir],
    );
    await killHard(child);
    const vault = await openVault({ stateDir });
    onTestFinished(() => vault.close());
    const key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
    expect(await createCaller(() => vault, key)('agents.list', {})).toEqual({ items: [], has_more: false });
  });
});

describe('a vault that was killed while it was made', { timeout: 60_000 }, () => {
  // Where the kill falls is chance; wherever it falls, the next start has to end well.
  it.each(variants(1, [60, 0, 20, 40, 70, 80, 90, 100]))(
    '%i ms into it, is made to the end by the next start',
    async (delay) => {
      const stateDir = await makeStateDir();
      const child = await childWithVault(`console.log('go'); await openVault({ stateDir: process.argv[2]! });`, [
        stateDir,
      ]);
      await sleep(delay);
      await killHard(child);
      const vault = await openVault({ stateDir });
      onTestFinished(() => vault.close());
      const key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
      expect(await createCaller(() => vault, key)('agents.list', {})).toEqual({ items: [], has_more: false });
    },
  );
});

describe('a state folder that does not belong together', () => {
  it.each([
    ['master-key', 'is missing', (file: string) => rm(file)],
    ['master-key', 'is another one', (file: string) => writeFile(file, `AAAAAAAAAAA.${'A'.repeat(43)}\n`)],
    ['master-key', 'is garbled', (file: string) => writeFile(file, 'garbled')],
    ['master-key', 'is empty', (file: string) => truncate(file)],
    ['vault.db', 'is missing', (file: string) => rm(file)],
    ['vault.db', 'is no database', (file: string) => writeFile(file, 'no database'.repeat(1000))],
  ])('is refused when %s %s', async (name, _what, spoil) => {
    const { stateDir, vault } = await openTestVault();
    await vault.close();
    await spoil(join(stateDir, name));
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_invalid');
    // The refusal has let go of the folder.
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_invalid');
  });

  it('is refused when a later version has made more of it', async () => {
    const { stateDir, vault } = await openTestVault();
    await vault.close();
    const db = await openDatabase(join(stateDir, 'vault.db'));
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '')`.execute(db);
    await db.destroy();
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_invalid');
  });

  it.each([
    ['a table', 'drop table site_slots', { tables: ['site_slots'] }],
    ['a column', 'alter table agents drop column login_url', { columns: ['agents.login_url'] }],
    ['a key', 'drop index events_position', { keys: ['events (position)'] }],
  ])('is refused by its name when %s is gone, by `doctor` too', async (_what, statement, details) => {
    const { stateDir, vault } = await openTestVault();
    await vault.close();
    const db = await openDatabase(join(stateDir, 'vault.db'));
    await sql.raw(statement).execute(db);
    await db.destroy();
    for (const open of [() => openVault({ stateDir }), () => inspectEmbedded(stateDir)])
      await expect(open()).rejects.toMatchObject({
        code: 'state_dir_invalid',
        details: { reason: 'tables_differ', ...details },
      });
  });

  it('is refused when the key of one vault meets the database of another', async () => {
    const [one, two] = [await openTestVault(), await openTestVault()];
    await one.vault.close();
    await two.vault.close();
    await copyFile(join(one.stateDir, 'master-key'), join(two.stateDir, 'master-key'));
    expect(await codeOf(openVault({ stateDir: two.stateDir }))).toBe('state_dir_invalid');
  });
});

describe('a state folder that can not be used', () => {
  it('is refused when it is a file', async () => {
    const stateDir = await makeStateDir();
    await mkdir(join(stateDir, '..'), { recursive: true });
    await writeFile(stateDir, '');
    expect(await codeOf(openVault({ stateDir }))).toBe('state_dir_unwritable');
    expect(await codeOf(openVault({ stateDir: join(stateDir, 'below') }))).toBe('state_dir_unwritable');
  });

  it('is refused when nothing can be made in it', async () => {
    // No mount and no user is at hand that root is not above; this folder takes no files from anyone.
    expect(await codeOf(openVault({ stateDir: '/proc/self/fd' }))).toBe('state_dir_unwritable');
  });

  it('says so when the disk is full', async () => {
    const stateDir = await makeStateDir();
    await mkdir(stateDir, { recursive: true });
    const db = await openDatabase(join(stateDir, 'full.db'));
    onTestFinished(() => db.destroy());
    await sql`PRAGMA max_page_count = 1`.execute(db);
    const fill = db
      .insertInto('access_keys')
      .values({ id: 'x', name: 'x'.repeat(100_000), scopes: '[]', hash: 'x', created_at: 1 })
      .execute();
    expect(await codeOf(fill)).toBe('state_dir_full');
    for (const code of ['ENOSPC', 'EDQUOT']) {
      expect(fileError(Object.assign(new Error(code), { code })).code).toBe('state_dir_full');
    }
    expect(fileError(Object.assign(new Error('EROFS'), { code: 'EROFS' }), '/state')).toMatchObject({
      code: 'state_dir_unwritable',
      details: { where: '/state', reason: 'EROFS' },
    });
  });
});

describe('a database that another process writes to', { timeout: 60_000 }, () => {
  it('is waited for, and works on', async () => {
    const { stateDir, admin } = await openTestVault();
    const child = await childWithVault(
      `import Database from 'libsql';
      const held = new Database(process.argv[2] + '/vault.db');
      held.exec('BEGIN IMMEDIATE');
      void openVault;
      console.log('held');
      setTimeout(() => held.exec('ROLLBACK'), 700);
      setInterval(() => {}, 1000);`,
      [stateDir],
    );
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => grant(admin, `${name}.example`)));
    expect((await admin('agents.list', {})).items).toHaveLength(4);
    await killHard(child);
  });
});

describe('a file system that takes nothing any more while the vault is in use', { timeout: 60_000 }, () => {
  /** As one that the kernel has made read-only does: no write gets through, what is there can be read. */
  const takesNothing = async (pid: number, nothing: boolean) => {
    await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${nothing ? 0 : 'unlimited'}:unlimited`]);
  };

  it('is said by a code, loses nothing that was answered for, and ends as soon as it takes something again', async () => {
    const stateDir = await makeStateDir();
    const child = await childWithVault(
      `const vault = await openVault({ stateDir: process.argv[2]! });
      await vault.createAccessKey({ name: 'first', scopes: [] });
      const published = await vault.publishVaultKey();
      console.log('open');
      for (let n = 0; ; n += 1) {
        const made = await vault.createAccessKey({ name: 'made-' + n, scopes: [] }).then(() => 'made-' + n, (e) => e.details?.database ?? String(e));
        const read = await vault.publishVaultKey().then((key) => key === published ? 'read' : 'other', (e) => e.details?.database ?? String(e));
        console.log(made + ' ' + read);
        await new Promise((go) => setTimeout(go, 20));
      }`,
      [stateDir],
    );
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    const next = async (wanted: (line: string) => boolean): Promise<string[]> => {
      const seen: string[] = [];
      for (;;) {
        const { value = '', done } = await lines.next();
        if (done) throw new Error(`ended after: ${seen.slice(-3).join(', ')}`);
        seen.push(value);
        if (wanted(value)) return seen;
      }
    };
    const made = await next((line) => line.startsWith('made-'));
    await takesNothing(child.pid!, true);
    made.push(...(await next((line) => !line.startsWith('made-'))));
    // What is there is read, unless the database has to be opened once more for it: that takes a write as well.
    for (let n = 0; n < 5; n += 1)
      expect((await next(() => true)).join()).toMatch(
        /^SQLITE_(IOERR|READONLY|FULL) (read|SQLITE_(IOERR|READONLY|FULL))$/,
      );
    await takesNothing(child.pid!, false);
    made.push(...(await next((line) => line.startsWith('made-'))));
    await killHard(child);
    const vault = await openVault({ stateDir });
    onTestFinished(() => vault.close());
    const key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
    const { items } = await createCaller(() => vault, key)('keys.list', {});
    const names = made.flatMap((line) => /^made-\d+/.exec(line) ?? []);
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(names.length).toBeGreaterThan(1);
  });
});

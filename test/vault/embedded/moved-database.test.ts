import { copyFile, cp, link, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, openTestVault } from '../support/vault.js';

describe('a database that is moved while it is in use', () => {
  it.each([
    ['moved', (path: string) => rename(path, `${path}.moved`)],
    ['deleted', (path: string) => rm(path)],
    [
      'replaced by a copy',
      async (path: string) => {
        await copyFile(path, `${path}.copy`);
        await rename(`${path}.copy`, path);
      },
    ],
    ['robbed of its log', (path: string) => rm(`${path}-wal`)],
    [
      'left with the log of a copy',
      async (path: string) => {
        await copyFile(`${path}-wal`, `${path}-copy`);
        await rename(`${path}-copy`, `${path}-wal`);
      },
    ],
    ['deleted with its folder', (path: string) => rm(dirname(path), { recursive: true })],
    ['moved with its folder', (path: string) => rename(dirname(path), `${dirname(path)}.moved`)],
    [
      'in a folder that another one took the place of, with a link to it',
      async (path: string) => {
        await rename(dirname(path), `${dirname(path)}.moved`);
        await mkdir(dirname(path));
        await link(join(`${dirname(path)}.moved`, basename(path)), path);
      },
    ],
    [
      'behind a link to a copy of its folder',
      async (path: string) => {
        await rename(dirname(path), `${dirname(path)}.moved`);
        await cp(`${dirname(path)}.moved`, `${dirname(path)}.copy`, { recursive: true });
        await symlink(`${dirname(path)}.copy`, dirname(path));
      },
    ],
  ])('%s: the next sweep says so, so that the worker ends', async (_, move) => {
    const t = await openTestVault();
    await expect(t.vault.sweep()).resolves.toBeUndefined();
    await move(join(t.stateDir, 'vault.db'));
    expect(await codeOf(t.vault.sweep())).toBe('state_dir_moved');
  });
});

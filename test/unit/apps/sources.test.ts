import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { relocate } from '../../apps/sources/relocate.js';
import { installStep } from '../../apps/sources/source.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agent-auth-source-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('says what failed, in its own words, and what is needed', async () => {
  const failing = ['node', '-e', 'console.error("E: no such package"); process.exit(7)'] as const;
  await expect(installStep(failing, { cwd: folder, needs: 'It needs a registry.' })).rejects.toThrow(
    /^node .*E: no such package \(exit code 7\)\nIt needs a registry\./,
  );
});

it('points unpacked packages to their own files, and leaves what they have from the system', async () => {
  await mkdir(join(folder, 'usr/share/wiki'), { recursive: true });
  await writeFile(join(folder, 'usr/share/wiki/text.inc'), '');
  await symlink('/usr/share/wiki', join(folder, 'link'));
  await symlink('/proc/self', join(folder, 'foreign'));
  await symlink('../proc/self', join(folder, 'usr', 'far'));
  await symlink('usr/nowhere', join(folder, 'broken'));
  await symlink('usr', join(folder, 'near'));
  const page = join(folder, 'usr/share/wiki/index.php');
  const text = (root: string): string =>
    `include '${root}/usr/share/wiki/text.inc'; read("/proc/self/stat"); $here . '/usr/share/wiki/text.inc';`;
  await writeFile(page, text(''));
  await relocate(folder);
  expect(await readlink(join(folder, 'link'))).toBe(join(folder, 'usr/share/wiki'));
  expect(await readlink(join(folder, 'foreign'))).toBe('/proc/self');
  expect(await readlink(join(folder, 'usr', 'far'))).toBe('/proc/self');
  expect(await readlink(join(folder, 'broken'))).toBe('usr/nowhere');
  expect(await readlink(join(folder, 'near'))).toBe(join(folder, 'usr'));
  expect(await readFile(page, 'utf8')).toBe(text(folder));
});

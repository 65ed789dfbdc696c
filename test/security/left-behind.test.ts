/** Threat: what held a session stays on the disk, because all that could have removed it has died in the same moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { lockFile } from '../../activities/vault/state-folder.js';
import { writePrivate } from '../../cli/terminal/write-private.js';
import { makeHeldFolder, sweepHeldFolders } from '../../worker/held-folder.js';
import { openTestVault } from '../vault/support/vault.js';

async function parentFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'agent-auth-held-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return parent;
}

it('is removed by the next start, also where that has the process id of the one that died, as in a container', async () => {
  const parent = await parentFolder();
  const left = join(parent, `${process.pid}-left`);
  await mkdir(left);
  // Its holder was killed.
  lockFile(join(left, '.held'))();
  await writeFile(join(left, 'Cookies'), 'a session');
  const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${left}`]);
  await once(orphan, 'spawn');
  const end = once(orphan, 'exit');
  await sweepHeldFolders(parent, '');
  expect(await readdir(parent)).toEqual([]);
  expect(await end).toEqual([null, 'SIGKILL']);
});

it('is removed where it was a key or a session on its way to its place', async () => {
  const t = await openTestVault({ onPostgres: false });
  await t.vault.close();
  const half = ['master-key.0123456789ab.draft', 'access-key.new.0123456789ab.draft'].map((name) =>
    join(t.stateDir, name),
  );
  const whole = ['master-key.202511292036', 'other.0123456789ab.draft'].map((name) => join(t.stateDir, name));
  for (const path of [...half, ...whole]) await writeFile(path, 'a key');
  await t.reopen();
  expect(
    (await readdir(t.stateDir)).filter((name) => half.concat(whole).includes(join(t.stateDir, name))).sort(),
  ).toEqual(whole.map((path) => basename(path)).sort());

  const out = join(await parentFolder(), 'session.json');
  await writeFile(`${out}.0123456789ab.draft`, 'a session');
  // The minute in which somebody put it aside.
  await writeFile(`${out}.202511292036`, 'another session');
  await writePrivate(out, '{}');
  expect((await readdir(dirname(out))).sort()).toEqual(['session.json', 'session.json.202511292036']);
});

/** What nobody has a reference to is gone. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let n = 0; n < 5; n += 1) {
    collect();
    await setImmediate();
  }
}

it('is left alone while its process lives, though nobody there has kept what gives it back', async () => {
  const parent = await parentFolder();
  const make = async (): Promise<string> => (await makeHeldFolder(parent, '')).path;
  const path = await make();
  await collectGarbage();
  await sweepHeldFolders(parent, '');
  expect(await readdir(parent)).toEqual([basename(path)]);
});

it('is left alone while its process lives, and while it is being made', async () => {
  const parent = await parentFolder();
  const { path, remove } = await makeHeldFolder(parent, '');
  await mkdir(join(parent, 'new'));
  await sweepHeldFolders(parent, '');
  expect((await readdir(parent)).sort()).toEqual([path.slice(parent.length + 1), 'new'].sort());
  await utimes(join(parent, 'new'), 0, 0);
  await sweepHeldFolders(parent, '');
  await remove();
  expect(await readdir(parent)).toEqual([]);
});

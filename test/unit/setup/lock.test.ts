import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { withLock } from '../../../worker/tools/lock.js';
import { bareMachine } from './context.js';

let lock: string;
let said: string[];
const options = (waitMs = 5_000) => ({ waitMs, say: (line: string) => said.push(line) });
beforeEach(() => {
  lock = join(bareMachine().folder, 'setup.lock');
  said = [];
});

test('one at a time, and the others wait and say so', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(lock, options(), work)));
  expect(most).toBe(1);
  expect(said).toHaveLength(2);
  expect(existsSync(lock)).toBe(false);
});

test('is let go when the work fails', async () => {
  await expect(withLock(lock, options(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withLock(lock, options(), async () => 'free')).toBe('free');
});

test('of a process that died does not count', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lock, String(pid));
  const works = await Promise.all([1, 2].map((work) => withLock(lock, options(), async () => work)));
  expect(works).toEqual([1, 2]);
});

test('of a living process is respected, but not for ever, and the error names the file', async () => {
  writeFileSync(lock, String(process.ppid));
  await expect(withLock(lock, options(150), async () => 'stolen')).rejects.toThrow(lock);
  expect(existsSync(lock)).toBe(true);
});

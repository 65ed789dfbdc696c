import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Lets one process at a time do `work`. The lock is a file that holds the owner's process id; an owner that died no
 * longer counts.
 *
 * @template T
 * @param {string} path
 * @param {{ waitMs: number, say: (line: string) => void }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Error} when the lock is still taken after `waitMs`
 */
export async function withLock(path, { waitMs, say }, work) {
  await mkdir(dirname(path), { recursive: true });
  const deadline = Date.now() + waitMs;
  let waiting = false;
  while (!(await take(path))) {
    if (await isAbandoned(path)) await removeAbandoned(path);
    else if (Date.now() > deadline) throw new Error(`Another set-up holds ${path}. If none is running, delete it.`);
    else {
      if (!waiting) say('waiting for another set-up to finish');
      waiting = true;
      await sleep(POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function take(path) {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
async function isAbandoned(path) {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  // An empty file is one that its owner is about to write.
  if (!Number.isInteger(owner) || owner <= 0) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

/**
 * Of several that wait, one removes the lock of the dead; a lock that was taken anew in between is put back.
 *
 * @param {string} path
 */
async function removeAbandoned(path) {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  if (await isAbandoned(aside)) await rm(aside, { force: true });
  else await rename(aside, path).catch(() => undefined);
}

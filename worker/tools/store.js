import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const DRAFT = '.draft-';

/**
 * Makes a folder in the cache, all or nothing: `fill` works in a draft, which gets its name only when it is complete,
 * so that a half-written tool is never used, whoever kills or overtakes us.
 *
 * @param {string} cache
 * @param {string} name
 * @param {(draft: string) => Promise<import('./types.js').Miss | undefined>} fill answers why there is nothing to keep
 * @returns {Promise<import('./types.js').Miss | undefined>}
 */
export async function storeInCache(cache, name, fill) {
  const folder = join(cache, name);
  const draft = join(cache, `${DRAFT}${randomUUID()}`);
  try {
    await mkdir(draft, { recursive: true });
    const miss = await fill(draft);
    if (miss !== undefined) return miss;
    // What bears the name already did not run, or we would not be here.
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return undefined;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Removes what killed set-ups left behind. To be called by the one that holds the lock.
 *
 * @param {string} cache
 */
export async function sweepDrafts(cache) {
  const orphans = (await readdir(cache)).filter((name) => name.startsWith(DRAFT));
  await Promise.all(orphans.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

import { join } from 'node:path';
import { withLock } from '../../worker/tools/lock.js';

/** A first `npm ci` on a slow line may be going on next door. */
const WAIT_MS = 15 * 60_000;

/**
 * Lets one process at a time change what lies in the project folder: node_modules and dist.
 *
 * @template T
 * @param {string} project
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withProjectLock(project, say, work) {
  return withLock(join(project, '.cache', 'setup.lock'), { waitMs: WAIT_MS, say }, work);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callers } from './processes.mjs';
import { temporaryRoot } from './temporary.mjs';

const WATCH = fileURLToPath(new URL('./watch.mjs', import.meta.url));

/**
 * @typedef {object} Guard
 * @property {string} folder for temporary files: who starts with it as TMPDIR belongs to the run
 * @property {() => Promise<void>} end ends the run: resolves when all that belonged to it is gone
 */

/**
 * Opens a run: what starts with its folder as TMPDIR, and what that starts in turn, ends with this process, however it ends.
 *
 * @returns {Guard}
 */
export function startGuard() {
  // Short, for sockets may lie in it, whose paths have room for a hundred letters.
  const folder = mkdtempSync(join(realpathSync(temporaryRoot()), 'aat-'));
  const watch = spawn(process.execPath, [WATCH, folder, ...callers().map(String)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const exit = once(watch, 'exit');
  watch.unref();
  // The type is wider than what a pipe is.
  const pipe = /** @type {import('node:net').Socket} */ (watch.stdin);
  pipe.unref();
  return {
    folder,
    async end() {
      watch.ref();
      pipe.end();
      await exit;
    },
  };
}

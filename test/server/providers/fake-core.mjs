/**
 * Preloaded into a worker: the thread of 1Password's SDK is the one of the tests, whose core asks the port that the token names. Everything else of the
 * worker is as it was built.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const threads = createRequire(import.meta.url)('node:worker_threads');
const THREAD = new URL('../../unit/providers/benches/onepassword/thread.mjs', import.meta.url);

threads.Worker = class extends threads.Worker {
  /** @param {string | URL} file @param {import('node:worker_threads').WorkerOptions} [options] */
  constructor(file, options) {
    super(String(file).endsWith('/onepassword/thread.js') ? THREAD : file, options);
  }
};
syncBuiltinESMExports();

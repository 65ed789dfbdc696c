import { startGuard } from '../../../scripts/test/guard/index.mjs';

/** One for all projects. Each loads this module for itself. */
const shared: typeof globalThis & { testGuard?: ReturnType<typeof startGuard> } = globalThis;

/** Once for each run of vitest, in its main process: what the run starts ends with it, and so do its temporary files. */
export function setup(): void {
  shared.testGuard ??= startGuard();
  process.env.TMPDIR = shared.testGuard.folder;
}

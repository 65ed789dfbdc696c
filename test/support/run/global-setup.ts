import { startGuard } from '../../../scripts/test/guard/index.mjs';

/** Once for each run of vitest, in its main process: what the run starts ends with it, and so do its temporary files. */
export function setup(): void {
  process.env.TMPDIR = startGuard().folder;
}

import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

// In each process that runs test files, before them: what it starts ends with it, for the run's guard looks for its folder.
const own = String(process.pid);
if (basename(tmpdir()) !== own) {
  process.env.TMPDIR = join(tmpdir(), own);
  mkdirSync(process.env.TMPDIR, { recursive: true });
}

import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { startGuard } from './test/guard/index.mjs';

/**
 * Runs a TypeScript file of this project: `node scripts/run-ts.mjs FILE [ARGS...]`. For benchmarks and recorders; what ships is compiled.
 * What it starts ends with it, as with tests.
 */
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [file = '', ...args] = process.argv.slice(2);
const outfile = join(project, '.cache', 'run', `${basename(file, '.ts')}-${process.pid}.mjs`);
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});
const guard = startGuard();
process.env.TMPDIR = guard.folder;
const child = spawn(process.execPath, [outfile, ...args], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
child.on('exit', async (code) => {
  await rm(outfile, { force: true });
  await guard.end();
  process.exit(code ?? 1);
});

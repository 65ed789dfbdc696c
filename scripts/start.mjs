import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

if (await setUp()) {
  // In this very process: nothing stands between the demo and the signals and the terminal that it gets.
  const demo = new URL('../dist/cli/sample/run.js', import.meta.url);
  process.argv[1] = fileURLToPath(demo);
  await import(demo.href);
} else {
  process.exitCode = 1;
}

import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const PARENT_POLL_MS = 200;

/** SIGTERM to npm ends the shell between it and this process, which does not pass it on: whoever loses its parent so was meant. */
function endWithParent() {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_POLL_MS);
  poll.unref();
}

if (process.env.npm_lifecycle_event === 'start') endWithParent();
if (await setUp()) {
  // In this very process: nothing stands between the demo and the signals and the terminal that it gets.
  const demo = new URL('../dist/cli/sample/run.js', import.meta.url);
  process.argv[1] = fileURLToPath(demo);
  await import(demo.href);
} else {
  process.exitCode = 1;
}

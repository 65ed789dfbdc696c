import { printTable } from './start/table.js';
import { timedStack } from './start/timed-stack.js';
import { timedStart } from './start/timed-start.js';

/**
 * `npm run bench:start [-- RUNS]`: the time from the warm command (`npm start -- --once`) to the first SUCCESS, part by part, as
 * the demo's own timeline tells it. Each run has a new state folder, so that no one-time code was used before.
 */
const runs = Number(process.argv[2] ?? 5);
if (Number.isInteger(runs) && runs > 0) {
  const starts = [];
  const stacks = [];
  for (let run = 1; run <= runs; run += 1) {
    console.error(`run ${run} of ${runs}`);
    starts.push(await timedStart());
    stacks.push(await timedStack());
  }
  printTable(starts, stacks);
} else {
  console.error('How many runs? Give a whole number.');
  process.exitCode = 2;
}

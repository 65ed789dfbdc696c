import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';
import { startGuard } from './test/guard/index.mjs';
import { readResults, summarize } from './test/results.mjs';
import { runVitest } from './test/run-tier.mjs';
import { sum } from './test/tally.mjs';

/**
 * `npm run test:flaky -- FILE [ARGS of vitest]`: runs a file of tests thirty times while every core of the machine is busy, and says how each test did.
 * `npm run test:flaky`: says it of the runs that `npm test` has kept: the tests that failed in some of them, and the slowest.
 */
const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const REPEATS = 30;
const RUN_SECONDS = 900;
const SHOWN = 25;

/** @param {readonly import('./test/results.mjs').Summary[]} summaries */
function show(summaries) {
  const worth = summaries.filter(({ failed }, index) => failed > 0 || index < SHOWN);
  console.log('\npassed  failed   median  longest  test');
  for (const { file, name, passed, failed, median, longest } of worth) {
    const times = [median, longest].map((ms) => `${(ms / 1000).toFixed(2)} s`.padStart(8));
    console.log(`${String(passed).padStart(6)}  ${String(failed).padStart(6)} ${times.join(' ')}  ${file} > ${name}`);
  }
}

/** Keeps one core busy until it is ended. */
const load = () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });

/** @param {string[]} args of vitest */
async function repeat(args) {
  const before = new Date().toISOString();
  const guard = startGuard();
  process.env.TMPDIR = guard.folder;
  const loads = Array.from({ length: availableParallelism() }, load);
  const tallies = [];
  for (let n = 1; n <= REPEATS; n += 1) {
    console.log(`\n== ${n} of ${REPEATS}`);
    tallies.push(await runVitest(PROJECT, 'flaky', args, RUN_SECONDS));
  }
  for (const one of loads) one.kill();
  await guard.end();
  const { passed, failed, failures } = sum(tallies);
  show(summarize(readResults(PROJECT).filter(({ run }) => run >= before)));
  for (const line of new Set(failures)) console.log(line);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

const args = process.argv.slice(2);
if (args.length === 0) show(summarize(readResults(PROJECT)));
else if (await setUp({ withTestServer: true })) await repeat(args);
else process.exitCode = 1;

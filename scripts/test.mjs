import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';
import { startGuard } from './test/guard/index.mjs';
import { runVitest } from './test/run-tier.mjs';
import { failure, sum } from './test/tally.mjs';
import { runChecks, runTiers, TIERS } from './test/tiers.mjs';

/**
 * `npm test`: set-up, type check, lint, then the tiers of tests, and at the end one line with the sums.
 * `npm test -- ARGS`: set-up, then vitest with these arguments (`test/unit test/vault`).
 * `npm run check`: dependencies and build, type check, lint, and the tests that need nothing else.
 */
const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const SINGLE_RUN_SECONDS = 1800;

/** @param {string[]} args */
async function runAll(args) {
  if (!(await setUp({ withTestServer: true }))) return [failure('set-up')];
  if (args[0] === '--check') return [...(await runChecks(PROJECT)), ...(await runTiers(PROJECT, ['unit']))];
  if (args.length > 0) return [await runVitest(PROJECT, 'single', args, SINGLE_RUN_SECONDS)];
  return [...(await runChecks(PROJECT)), ...(await runTiers(PROJECT, TIERS))];
}

const guard = startGuard();
process.env.TMPDIR = guard.folder;
const { passed, failed, failures } = sum(await runAll(process.argv.slice(2)));
await guard.end();
if (failures.length > 0) console.log(`\n== failed\n${failures.join('\n').replaceAll(`${PROJECT}${sep}`, '')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

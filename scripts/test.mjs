import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';
import { startGuard } from './test/guard/index.mjs';
import { runNode, runVitest } from './test/run-tier.mjs';
import { failure, NOTHING, sum } from './test/tally.mjs';
import { hasTests, RUNS } from './test/tiers.mjs';

/**
 * `npm test`: set-up, type check, lint, then the tiers of tests, and at the end one line with the sums.
 * `npm test -- ARGS`: set-up, then vitest with these arguments (`--project unit vault`).
 */
const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const CHECK_SECONDS = 120;
const SINGLE_RUN_SECONDS = 900;

/** The configurations of the type check: one for each world that code runs in. That of pages is built by the first. */
const WORLDS = ['tsconfig.json', 'workflows', join('server', 'hosted'), 'test'];
const CHECKS = [
  { name: 'type check', args: [join('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...WORLDS] },
  { name: 'lint', args: [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
];

/** @param {string[]} args */
async function runAll(args) {
  if (!(await setUp({ withTestServer: true }))) return [failure('set-up')];
  if (args.length > 0) return [await runVitest(PROJECT, 'single', args, SINGLE_RUN_SECONDS)];
  const tallies = [];
  for (const { name, args: checkArgs } of CHECKS) {
    announce(name);
    const { ok, why } = await runNode(PROJECT, checkArgs, CHECK_SECONDS);
    tallies.push(ok ? NOTHING : failure(`${name}: ${why}`));
  }
  for (const { tiers, seconds } of RUNS) {
    const name = tiers.join('+');
    announce(name);
    const empty = tiers.filter((tier) => !hasTests(PROJECT, tier));
    tallies.push(...empty.map((tier) => failure(`${tier}: no tests`)));
    tallies.push(
      await runVitest(
        PROJECT,
        name,
        tiers.flatMap((tier) => ['--project', tier]),
        seconds,
      ),
    );
  }
  return tallies;
}

/** @param {string} name */
function announce(name) {
  console.log(`\n== ${name}`);
}

const guard = startGuard();
process.env.TMPDIR = guard.folder;
const { passed, failed, failures } = sum(await runAll(process.argv.slice(2)));
await guard.end();
if (failures.length > 0) console.log(`\n== failed\n${failures.join('\n').replaceAll(`${PROJECT}${sep}`, '')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

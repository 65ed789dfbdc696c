import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * `npm run test:attacks`: on the stack that the environment names (`TEMPORAL_ADDRESS`, or `AGENT_AUTH_STATE_DIR` of one that runs here), from outside; else all tests that
 * are named after threats, and those that show what docs/security.md says, on stacks of their own.
 */
const { TEMPORAL_ADDRESS, AGENT_AUTH_STATE_DIR } = process.env;
const shown = readFileSync('docs/security.md', 'utf8').match(/(?<=\.\.\/)test\/[\w/.-]+\.test\.ts/g) ?? [];
const args =
  TEMPORAL_ADDRESS || AGENT_AUTH_STATE_DIR
    ? ['scripts/run-ts.mjs', 'test/attacks/run.ts']
    : [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--reporter=./scripts/test/attacks-report.mjs',
        'security',
        'test/attacks',
        ...shown,
      ];
const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEST_ATTACKS: '1', TEST_VARIANTS: 'all' },
});
process.exit(status ?? 1);

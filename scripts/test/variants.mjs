import { spawnSync } from 'node:child_process';

/** `npm run test:variants`: all sites of each kind, in all languages and structures, and the long stories that `npm test` leaves out. */
const tiers = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'main',
    ...(tiers.length > 0
      ? tiers
      : ['test/crash', 'test/engine', 'test/replay', 'test/security', 'test/server', 'test/unit', 'test/vault']),
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_VARIANTS: 'all' } },
);
process.exit(status ?? 1);

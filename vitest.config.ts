import { defineConfig } from 'vitest/config';

interface Tier {
  /** Files at a time. These tests wait more than they compute: for pages, for the next time step of a code. */
  readonly workers: 3 | 4;
  /** For one test, to catch what hangs; on a new machine a single access to the disk can take longer than all else. */
  readonly seconds: number;
}

/** One project a tier; those that run together (scripts/test/tiers.mjs) have the same number of workers. */
const tier = (name: string, { workers, seconds }: Tier) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks' as const,
    maxWorkers: workers,
    testTimeout: seconds * 1000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    globalSetup: ['test/support/run/global-setup.ts'],
    projects: [
      tier('unit', { workers: 3, seconds: 30 }),
      tier('vault', { workers: 3, seconds: 60 }),
      tier('replay', { workers: 3, seconds: 60 }),
      tier('crash', { workers: 3, seconds: 150 }),
      tier('engine', { workers: 4, seconds: 60 }),
      tier('server', { workers: 4, seconds: 90 }),
      tier('security', { workers: 4, seconds: 90 }),
    ],
  },
});

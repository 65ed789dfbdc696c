import { defineConfig } from 'vitest/config';

/** One project a tier, cheapest first; `crash` last, because it kills processes and wants the machine to itself. */
const tier = (name: string, heavy: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    pool: 'forks' as const,
    // Heavy tiers share 2 cores with a Temporal server and a Chromium: one file at a time.
    fileParallelism: !heavy,
    maxWorkers: heavy ? 1 : 2,
    testTimeout: name === 'crash' ? 150_000 : heavy ? 60_000 : 10_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      tier('unit', false),
      tier('vault', false),
      tier('engine', true),
      tier('replay', true),
      tier('server', true),
      tier('security', true),
      tier('crash', true),
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Providers against what they are providers of: `npm run test:providers`, `npm run test:onepassword`. The first run downloads it. */
export default defineConfig({
  test: {
    name: 'providers',
    include: ['test/providers/**/*.test.ts'],
    globalSetup: ['test/support/run/global-setup.ts'],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 1_200_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Real applications, installed on demand: `npm run test:apps`. One at a time; the first run downloads them. */
export default defineConfig({
  test: {
    name: 'apps',
    include: ['test/apps/**/*.test.ts'],
    globalSetup: ['test/support/run/global-setup.ts'],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 1_200_000,
  },
});

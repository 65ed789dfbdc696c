import { defineConfig } from 'vitest/config';

/** `npm run test:signals`: stacks that are interrupted at random moments of their start. `SIGNALS_MOMENTS` says at how many. */
export default defineConfig({
  test: {
    name: 'signals',
    include: ['test/signals/**/*.test.ts'],
    globalSetup: ['test/support/run/global-setup.ts', 'test/support/run/fresh-build.ts'],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 150_000,
    hookTimeout: 150_000,
  },
});

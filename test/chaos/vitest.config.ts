import { defineConfig } from 'vitest/config';

/** `npm run test:chaos`: minutes of kills. `CHAOS_SEED` repeats a run, `CHAOS_LOGINS` makes it shorter or longer. */
export default defineConfig({
  test: {
    name: 'chaos',
    include: ['test/chaos/**/*.test.ts'],
    globalSetup: ['test/support/run/global-setup.ts', 'test/support/run/fresh-build.ts'],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 1_800_000,
    hookTimeout: 150_000,
  },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A run that never ends, for `test/unit/setup/cut-run.test.ts`. */
export default defineConfig({
  test: {
    root: at('.'),
    include: ['hangs.ts'],
    globalSetup: [at('../../../support/run/global-setup.ts')],
    setupFiles: [at('../../../support/run/join.ts')],
    pool: 'forks',
  },
});

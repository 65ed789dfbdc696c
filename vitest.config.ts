import { join, relative, sep } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TIERS } from './scripts/test/tiers.mjs';

/** Files at a time: twice as many as the cores of a small machine, for tests wait about as much as they compute. Each has a stack of its own to start. */
const WORKERS = 4;

/** Those first that take longest, so that at the end no core waits for one of them: files, or all of a tier. */
const ORDER = [
  'crash',
  join('engine', 'login', 'adversarial.test.ts'),
  join('server', 'start-trouble.test.ts'),
  join('server', 'cli', 'cli.test.ts'),
  'security',
  'server',
  'engine',
  'vault',
  'replay',
  'unit',
];

function placeOf({ moduleId, project }: TestSpecification): number {
  const [, tier = '', ...rest] = relative(project.config.root, moduleId).split(sep);
  const own = ORDER.indexOf(join(tier, ...rest));
  return own === -1 ? ORDER.indexOf(tier) : own;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    include: TIERS.map((tier) => `test/${tier}/**/*.test.ts`),
    globalSetup: ['test/support/run/global-setup.ts', 'test/support/run/fresh-build.ts'],
    setupFiles: ['test/support/run/join.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // Files of one process share what they import, and what they have started: to do it again for each takes longer than most of them.
    isolate: false,
    maxWorkers: WORKERS,
    // To catch what hangs; on a new machine a single access to the disk can take longer than all else.
    testTimeout: 150_000,
    hookTimeout: 150_000,
  },
});

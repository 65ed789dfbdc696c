import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

interface Tier {
  /** For one test, to catch what hangs; on a new machine a single access to the disk can take longer than all else. */
  readonly seconds: number;
  /** Whether its tests run what is built. */
  readonly built?: true;
}

/** Files at a time. Many tests wait more than they compute: for pages, for servers to start, for the next time step of a code. */
const WORKERS = 4;

/** Those first whose files take longest, so that at the end no core waits for one of them. */
const ORDER = ['crash', 'security', 'server', 'engine', 'vault', 'replay', 'unit'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification): number => ORDER.indexOf(project.name);
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

/** One project a tier. */
const tier = (name: string, { seconds, built }: Tier) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    globalSetup: built ? ['test/support/run/fresh-build.ts'] : [],
    setupFiles: ['test/support/run/join.ts'],
    pool: 'forks' as const,
    // Files of one process share what they import: to load it again for each takes longer than most of them.
    isolate: false,
    maxWorkers: WORKERS,
    testTimeout: seconds * 1000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    globalSetup: ['test/support/run/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      tier('unit', { seconds: 30, built: true }),
      tier('vault', { seconds: 60 }),
      tier('replay', { seconds: 60, built: true }),
      tier('crash', { seconds: 150, built: true }),
      tier('engine', { seconds: 60 }),
      tier('server', { seconds: 90, built: true }),
      tier('security', { seconds: 90, built: true }),
    ],
  },
});

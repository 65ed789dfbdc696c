import { join, relative, sep } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TIERS } from './scripts/test/tiers.mjs';

/** Files at a time: more than twice as many as the cores of a small machine, for tests wait more than they compute. Each has a stack of its own to start. */
const WORKERS = 4;
/** Of those on Postgres fewer: to start a process costs as much as ten of their tests. */
const WORKERS_ON_POSTGRES = 3;

/** Those first that take longest, so that at the end no core waits for one of them: files, or all of a tier. */
const ORDER = [
  join('vault', 'postgres', 'copy.test.ts'),
  join('vault', 'postgres', 'lost-connections.test.ts'),
  'crash',
  join('engine', 'login', 'adversarial.test.ts'),
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

/** What all projects have in common. */
const COMMON: TestProjectInlineConfiguration['test'] = {
  setupFiles: ['test/support/run/join.ts'],
  pool: 'forks',
  // Files of one process share what they import, and what they have started: to do it again for each takes longer than most of them.
  isolate: false,
  // To catch what hangs; on a new machine a single access to the disk can take longer than all else.
  testTimeout: 150_000,
  hookTimeout: 150_000,
  // Likewise: the second that a poll takes by default is no time on a busy machine.
  expect: { poll: { timeout: 60_000 } },
};
const SETUP = ['test/support/run/global-setup.ts', 'test/support/run/fresh-build.ts'];

/** The tests of the vault once more, with its tables on a Postgres server of the run; by `npm run test:postgres` those of whole stacks as well. */
const STACKS = process.env.TEST_STACKS_ON_POSTGRES === '1' ? ['crash', 'engine', 'server', 'security'] : [];

/** What only PgBouncer between a worker and its server shows: by `npm run test:postgres -- --pgbouncer`. */
const POOLED = process.env.TEST_PGBOUNCER === '1' ? ['pgbouncer'] : [];

/**
 * Of these, `npm test` runs what tells something of the store on both, and the rest on SQLite alone; `npm run test:postgres` runs all on Postgres. Every statement,
 * transaction, lock and race that they have is in other tests, which run on both ([ADR 0067](docs/adr/0067-what-runs-on-both-stores.md)).
 */
const ON_ONE_STORE = [
  // Whatever they are given, the answer comes before the first statement, or there is none.
  'calls.security',
  'links',
  'proxy',
  'envelope',
  'fuzz.security',
  'ledger-rules',
  'merge',
  'session-changes',
  'values',
  // Rules that look at rows which they have read: when a session ends, whose it is, and who may log in again.
  'can-reauth',
  'circuit-rules',
  'disowned-session',
  'keep-alive',
  'known-to',
  'lifetimes',
  'owner.security',
  'profile-pins',
  'replaced-sessions',
  'session',
  'session-account-changes',
  'session-accounts',
  'session-ends',
  'session-whose',
  'site-turns',
  // What a provider says, and which of its items is taken.
  'onepassword',
  'provider-items',
  // Random orders of calls, one after the other.
  'account-orders',
  'ledger-orders',
  'profile-orders',
].map((name) => `test/vault/${name}.test.ts`);

/** Stories that take long, or that tell of a rule more than once; shorter tests tell of each rule once: by `npm run test:variants` alone. */
const LONG =
  process.env.TEST_VARIANTS === 'all'
    ? []
    : [
        'test/crash/kill-up.test.ts',
        'test/crash/many-workers.test.ts',
        'test/crash/untold-changes.test.ts',
        'test/engine/browser/restore-session.test.ts',
        'test/engine/login/account-label.test.ts',
        'test/engine/login/checks-like-places.test.ts',
        'test/engine/login/counted-requests.test.ts',
        'test/engine/login/firewall.test.ts',
        'test/engine/login/form-for-anyone.test.ts',
        'test/engine/login/full-places.test.ts',
        'test/engine/login/gates.test.ts',
        'test/engine/login/half-done.test.ts',
        'test/engine/login/happy-path.test.ts',
        'test/engine/login/homes.test.ts',
        'test/engine/login/hydration.test.ts',
        'test/engine/login/in-the-head.test.ts',
        'test/engine/login/in-the-way.test.ts',
        'test/engine/login/kept-elsewhere.test.ts',
        'test/engine/login/keypads.test.ts',
        'test/engine/login/learned.test.ts',
        'test/engine/login/left-steps.test.ts',
        'test/engine/login/not-the-password.test.ts',
        'test/engine/login/offers.test.ts',
        'test/engine/login/one-user.test.ts',
        'test/engine/login/opened-inside.test.ts',
        'test/engine/login/own-values.test.ts',
        'test/engine/login/pop-ups.test.ts',
        'test/engine/login/public-homes.test.ts',
        'test/engine/login/radio-steps.test.ts',
        'test/engine/login/recipes.test.ts',
        'test/engine/login/refusals.test.ts',
        'test/engine/login/spoken-pages.test.ts',
        'test/engine/login/stale-state.test.ts',
        'test/engine/login/steps-by-form.test.ts',
        'test/engine/login/trades-again.test.ts',
        'test/engine/login/ways.test.ts',
        'test/engine/login/whole-session.test.ts',
        'test/engine/login/whose-account.test.ts',
        'test/engine/session-checks/kinds.test.ts',
        'test/engine/session-checks/own-answers.test.ts',
        'test/replay/reauth-pages.test.ts',
        'test/replay/reauth-waits.test.ts',
        'test/replay/short-year.test.ts',
        'test/replay/skipped-time.test.ts',
        'test/replay/unanswered.test.ts',
        'test/security/account-floods.test.ts',
        'test/security/accounts-of-sessions.test.ts',
        'test/security/consent-kinds.test.ts',
        'test/security/flowing-bodies.test.ts',
        'test/security/service-workers.test.ts',
        'test/security/repeats.test.ts',
        'test/security/shared-jar.test.ts',
        'test/server/changes.test.ts',
        'test/server/circuits/site-trouble.test.ts',
        'test/server/cli/up.test.ts',
        'test/server/client/operators.test.ts',
        'test/server/client/whole-session.test.ts',
        'test/server/events/events.test.ts',
        'test/server/examples/examples.test.ts',
        'test/server/few-pages.test.ts',
        'test/server/flows.test.ts',
        'test/server/hosted/parked-login.test.ts',
        'test/server/hosted/pictures.test.ts',
        'test/server/http/examples.test.ts',
        'test/server/package/pack.test.ts',
        'test/server/parts/authentication.test.ts',
        'test/server/parts/database-away.test.ts',
        'test/server/parts/parts.test.ts',
        'test/server/parts/versioning.test.ts',
        'test/server/provider-login.test.ts',
        'test/server/providers/logins.test.ts',
        'test/server/reported.test.ts',
        'test/server/session-checks/frameworks.test.ts',
        'test/server/session-checks/learned-ends.test.ts',
        'test/server/session-checks/silent-ends.test.ts',
        'test/server/start-trouble.test.ts',
        'test/server/upgrade/upgrade.test.ts',
        'test/unit/bench/vault.test.ts',
      ];

/** What users run against stacks of theirs, on one of ours: by `npm run test:attacks` alone. */
const ATTACKS = process.env.TEST_ATTACKS === '1' ? ['attacks'] : [];

export default defineConfig({
  test: {
    // What one project has compiled, the other and the next run take as it is: by its text, below `node_modules`. `npx vitest --clearCache` drops it.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...COMMON,
          name: 'main',
          maxWorkers: WORKERS,
          sequence: { groupOrder: 2 },
          include: [...TIERS, ...ATTACKS].map((tier) => `test/${tier}/**/*.test.ts`),
          exclude: ['test/*/postgres/**', ...LONG],
          globalSetup: SETUP,
        },
      },
      {
        test: {
          ...COMMON,
          name: 'postgres',
          maxWorkers: WORKERS_ON_POSTGRES,
          // One project after the other: a process runs files of one only, and its stack ends with it.
          sequence: { groupOrder: 1 },
          include: ['vault', ...POOLED, ...STACKS].map((tier) => `test/${tier}/**/*.test.ts`),
          exclude: ['test/vault/embedded/**', 'test/server/upgrade/**', ...(STACKS.length === 0 ? ON_ONE_STORE : [])],
          env: { TEST_STORE: 'postgres' },
          globalSetup: [...SETUP, 'test/support/postgres/global-setup.ts'],
        },
      },
    ],
  },
});

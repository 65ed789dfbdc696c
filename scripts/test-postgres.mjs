/**
 * `npm run test:postgres`: the tests of the vault and of whole stacks, with the vault's tables on a Postgres server of the run, with
 * all variants.
 * `npm run test:postgres -- test/crash`: some of them. `--version 16`: on that version, fetched once. `--pgbouncer`: workers reach it through
 * PgBouncer in transaction pooling, and the tests of that are added.
 */
const args = process.argv.slice(2);

/** @param {string} flag @param {number} length */
function take(flag, length) {
  const at = args.indexOf(flag);
  return at === -1 ? null : args.splice(at, length);
}

const [, version = ''] = take('--version', 2) ?? [];
if (version !== '') process.env.TEST_POSTGRES_VERSION = version;
if (take('--pgbouncer', 1) !== null) process.env.TEST_PGBOUNCER = '1';
process.env.TEST_STACKS_ON_POSTGRES = '1';
process.env.TEST_VARIANTS ??= 'all';
process.argv.splice(2, process.argv.length, '--project', 'postgres', ...args);
await import('./test.mjs');

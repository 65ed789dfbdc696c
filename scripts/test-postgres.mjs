// `npm run test:postgres`: the tests of the vault and of whole stacks, with the vault's tables on a Postgres server of the run.
// `npm run test:postgres -- test/crash`: some of them. `TEST_POSTGRES_BIN` names the folder of another version's programs.
process.env.TEST_STACKS_ON_POSTGRES = '1';
process.argv.splice(2, 0, '--project', 'postgres');
await import('./test.mjs');

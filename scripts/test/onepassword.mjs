import { spawnSync } from 'node:child_process';

/**
 * `npm run test:onepassword`: the providers of 1Password on what the environment names, a service account and a Connect server. Reads the items of the vault
 * `OP_TEST_VAULT` (agent-auth-test); with `--fill` it first creates those that are missing there.
 */
const { OP_SERVICE_ACCOUNT_TOKEN, OP_CONNECT_HOST, OP_CONNECT_TOKEN } = process.env;
const [option, ...rest] = process.argv.slice(2);
const fills = option === '--fill';

/** @type {(missing: string) => never} */
function end(missing) {
  console.error(
    `${missing}\nNothing was tested. CONTRIBUTING.md ("Real providers") says how to make an account for it.`,
  );
  process.exit(2);
}

if ((OP_CONNECT_HOST === undefined) !== (OP_CONNECT_TOKEN === undefined))
  end('A Connect server needs both OP_CONNECT_HOST and OP_CONNECT_TOKEN.');
if (OP_SERVICE_ACCOUNT_TOKEN === undefined && (fills || OP_CONNECT_TOKEN === undefined))
  end(
    fills
      ? '--fill needs the token of a service account in OP_SERVICE_ACCOUNT_TOKEN.'
      : 'There is no account: set OP_SERVICE_ACCOUNT_TOKEN, or OP_CONNECT_HOST and OP_CONNECT_TOKEN.',
  );

/** @type {(...args: string[]) => void} */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (fills) run('scripts/run-ts.mjs', 'test/providers/onepassword/run-fill.ts');
const config = ['--config', 'test/providers/vitest.config.ts', 'test/providers/onepassword'];
run('node_modules/vitest/vitest.mjs', 'run', ...config, ...(fills ? rest : process.argv.slice(2)));

import { inspectEmbedded, inspectShared, type VaultState } from '../../activities/vault/index.js';
import { readConfig } from '../../worker/config.js';
import { type Check, ok } from './check.js';

const SAYS: Readonly<Record<VaultState, string>> = {
  new: 'There is no vault yet; the first start makes it.',
  behind: 'The vault opens; the next start brings its tables up to date.',
  current: 'The vault opens, and its tables are of this version.',
};

/** The vault in the state folder, or on Postgres where that is configured. */
export const checkVault: Check = async ({ env, stateDir }) => {
  const { postgres } = readConfig(env);
  if (postgres === undefined) return [ok(SAYS[await inspectEmbedded(stateDir)])];
  return [ok(`Postgres answers. ${SAYS[await inspectShared(postgres.url)]}`)];
};

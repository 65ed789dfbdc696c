import { PROVIDER_KINDS, type Provider } from '../../../activities/providers/index.js';
import type { Readable } from '../../unit/providers/world.js';

/** The vault that holds the items of the tests, and nothing else. */
export const TEST_VAULT = process.env.OP_TEST_VAULT ?? 'agent-auth-test';

/** What is in other vaults that the token reads is none of the tests' business. */
const ofTestVault = (provider: Provider): Provider => ({
  ...provider,
  list: async () => (await provider.list()).filter(({ vault_name }) => vault_name === TEST_VAULT),
});

const readable = (kind: keyof typeof PROVIDER_KINDS, token: string, settings: object): Readable => ({
  token,
  vaults: [TEST_VAULT],
  open: (timeoutMs = 10_000) =>
    ofTestVault(PROVIDER_KINDS[kind].open({ token, settings }, { folder: '/nowhere', timeoutMs })),
});

const { OP_SERVICE_ACCOUNT_TOKEN: account, OP_CONNECT_TOKEN: connect, OP_CONNECT_HOST: host } = process.env;

/** By what the environment names: the variables are those of 1Password's own programs. */
export const ACCOUNTS: Readonly<Record<string, Readable>> = {
  ...(account ? { 'a service account': readable('onepassword', account, {}) } : {}),
  ...(connect && host ? { 'a Connect server': readable('onepassword_connect', connect, { host }) } : {}),
};

import { onepasswordIn } from '../../../../../activities/providers/onepassword/index.js';
import type { Bench, Fault } from '../../world.js';
import { type Core, startCore, Thrown } from './core.js';

/** The SDK's thread, with the core of the bench. */
export const THREAD = new URL('./thread.mjs', import.meta.url);

/** Texts of the core hold names and more, so that what is told of them must not quote them. */
const FAULTS: Readonly<Partial<Record<Fault, (secrets: string) => string>>> = {
  token: (secrets) => {
    throw new Thrown(`authentication error: you are not authenticated: ${secrets}`);
  },
  forbidden: (secrets) => {
    throw new Thrown(`you don't have the right permissions to access this resource: ${secrets}`);
  },
  limited: (secrets) => {
    throw new Thrown(JSON.stringify({ name: 'RateLimitExceeded', message: `${secrets}: rate limit exceeded` }));
  },
  down: (secrets) => {
    throw new Thrown(`authentication error: unexpected status code in response: 502 Bad Gateway ${secrets}`);
  },
  html: (secrets) => `<html>${secrets}</html>`,
  empty: () => '',
  big: (secrets) => secrets.padEnd(10 << 20, ' x'),
};

export async function onepasswordBench(): Promise<Bench & { readonly core: Core }> {
  const core = await startCore();
  const token = `ops_${core.port}_canary-token-sdk-31`;
  return {
    token,
    core,
    open: (timeoutMs = 10_000) =>
      onepasswordIn(THREAD).open({ token, settings: {} }, { folder: '/nowhere', timeoutMs }),
    async fill(given) {
      core.items = given;
    },
    async fail(fault) {
      core.hangs = fault === 'hang' && 'soft';
      const failing = fault === null ? undefined : FAULTS[fault];
      // Strange answers come from what was signed in before.
      const isOfCalls = fault === 'html' || fault === 'empty' || fault === 'big';
      core.instead =
        failing === undefined
          ? null
          : ({ name }) => (isOfCalls && name === 'init_client' ? null : failing(JSON.stringify(core.items)));
    },
    vaults: ['work', 'other'],
    faults: {
      token: 'provider_token_invalid',
      forbidden: 'provider_forbidden',
      limited: 'provider_rate_limited',
      html: 'provider_answer_invalid',
      hang: 'provider_unavailable',
      down: 'provider_unavailable',
      empty: 'provider_answer_invalid',
      big: 'provider_answer_invalid',
    },
    close: core.close,
  };
}

import { describe, expect, it } from 'vitest';
import { variants } from '../../../support/variants.js';
import { Thrown } from '../benches/onepassword/core.js';
import { failure, saidOf, useCore } from './support.js';

const t = useCore();

describe('what the SDK says', () => {
  it.each(
    variants(8, [
      [
        'invalid user input: encountered the following errors: service account token had invalid format',
        'provider_token_invalid',
      ],
      [
        'invalid service account token, please make sure you provide a valid one:  service account deserialization failed',
        'provider_token_invalid',
      ],
      ['bad service account token, please rotate it: canary', 'provider_token_invalid'],
      ['authentication error: resource not found', 'provider_token_invalid'],
      ["authentication error: you don't have the right permissions to access this resource", 'provider_token_invalid'],
      ['you do not have the right permissions to perform this action: canary', 'provider_forbidden'],
      ['resource not found', 'provider_item_not_found'],
      ["item couldn't be found", 'provider_item_not_found'],
      ["vault couldn't be found", 'provider_item_not_found'],
      ['error resolving secret reference: no vault matched the secret reference query', 'provider_item_not_found'],
      ['item is not in an active state', 'provider_item_not_found'],
      ['authentication error: rate limit exceeded', 'provider_rate_limited'],
      [JSON.stringify({ name: 'RateLimitExceeded', message: 'canary' }), 'provider_rate_limited'],
      [JSON.stringify({ name: 'DesktopSessionExpired', message: 'canary' }), 'provider_token_invalid'],
      ['request timeout', 'provider_unavailable'],
      ['authentication error: internal server error', 'provider_unavailable'],
      ['unexpected status code in response: 503 Service Unavailable', 'provider_unavailable'],
      ['unexpected status code in response: 302 Found', 'provider_answer_invalid'],
      ['request library compatibility issue: reqwest library: error sending request', 'provider_unavailable'],
      [
        'when deserializing HTTP responses into the corresponding types: Error("canary", line: 1)',
        'provider_answer_invalid',
      ],
      ['something canary that nobody has seen', 'provider_unavailable'],
      ['null', 'provider_unavailable'],
      ['', 'provider_unavailable'],
    ] as const),
  )('%s: %s', async (said, code) => {
    t.bench.core.instead = ({ name }) => {
      if (name === 'init_client') return null;
      throw new Thrown(said);
    };
    const error = await failure(t.bench.open().read({ vault_id: 'v', item_id: 'i' }));
    expect(error.code).toBe(code);
    expect(saidOf(error)).not.toContain('canary');
  });

  it('of answers that are none, too', async () => {
    for (const answer of ['[{"id": 1}]', '{}', 'null', '"canary"', '[{"id":"canary"']) {
      t.bench.core.instead = ({ name }) => (name === 'init_client' ? null : answer);
      const error = await failure(t.bench.open().check());
      expect(error.code).toBe('provider_answer_invalid');
      expect(saidOf(error)).not.toContain('canary');
    }
  });

  it('lists the vaults that are left when one is deleted meanwhile', async () => {
    t.bench.core.instead = ({ name, parameters }) => {
      if (name !== 'ItemsList' || parameters.vault_id !== 'work'.padEnd(26, '0')) return null;
      throw new Thrown('resource not found');
    };
    expect((await t.bench.open().list()).map(({ title }) => title)).toEqual(['elsewhere']);
  });
});

/** HashiCorp Vault's provider against a real OpenBao server: the suite that all providers pass, and what only a server can show. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashicorpVault } from '../../../activities/providers/hashicorp-vault/index.js';
import { failsWithCodes, readsItems, seesChanges } from '../../unit/providers/conformance.js';
import { WORLD } from '../../unit/providers/world.js';
import { type OpenBaoBench, openBaoBench } from './bench.js';

const PLACE = { folder: '', timeoutMs: 10_000 };

let bench: OpenBaoBench;
beforeAll(async () => {
  bench = await openBaoBench();
  await bench.fill(WORLD);
});
beforeEach(() => bench.fail(null));
afterAll(() => bench?.close());

describe('OpenBao, by AppRole', () => {
  readsItems(() => bench);
  seesChanges(() => bench);
  failsWithCodes(() => bench);

  it('takes a new token when its lease is over', async () => {
    const role = await bench.role('short', { token_policies: ['logins'], token_ttl: '2s', token_max_ttl: '2s' });
    const provider = hashicorpVault.open(role, PLACE);
    const items = await provider.list();
    for (let left = 3; left > 0; left -= 1) {
      await sleep(2500);
      expect(await provider.list()).toEqual(items);
    }
  });

  it('takes a new token when its own was revoked', async () => {
    const provider = bench.open();
    const items = await provider.list();
    const { keys } = (await bench.server.call('LIST', 'auth/token/accessors')).body.data;
    for (const accessor of keys) {
      const { data } = (await bench.server.call('POST', 'auth/token/lookup-accessor', { accessor })).body;
      if (data.path === 'auth/approle/login')
        await bench.server.call('POST', 'auth/token/revoke-accessor', { accessor });
    }
    expect(await provider.list()).toEqual(items);
  });
});

describe('OpenBao, by a token', () => {
  it('reads until the token is revoked, and says so', async () => {
    const made = await bench.server.call('POST', 'auth/token/create', { policies: ['logins'], ttl: '1h' });
    const token = made.body.auth.client_token;
    const provider = hashicorpVault.open({ token, settings: { url: bench.server.address, prefix: 'logins' } }, PLACE);
    expect(await provider.check()).toEqual([{ id: 'secret', name: 'secret' }]);
    expect(await provider.list()).toEqual(await bench.open().list());
    await bench.server.call('POST', 'auth/token/revoke', { token });
    for (const ask of [() => provider.check(), () => provider.list()])
      await expect(ask()).rejects.toMatchObject({ code: 'provider_token_invalid' });
  });

  it('may list no more than its policy says', async () => {
    const made = await bench.server.call('POST', 'auth/token/create', { policies: ['logins'], ttl: '1h' });
    const settings = { url: bench.server.address };
    const provider = hashicorpVault.open({ token: made.body.auth.client_token, settings }, PLACE);
    await expect(provider.list()).rejects.toMatchObject({ code: 'provider_forbidden' });
  });
});

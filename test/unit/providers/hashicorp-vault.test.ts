import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashicorpVault } from '../../../activities/providers/hashicorp-vault/index.js';
import { hashicorpVaultBench, type VaultBench } from './benches/hashicorp-vault.js';
import { WORLD } from './world.js';

let bench: VaultBench;
beforeAll(async () => {
  bench = await hashicorpVaultBench();
  await bench.fill(WORLD);
});
afterAll(() => bench.close());

it('logs in once for many requests, and again when its token has ended', async () => {
  const provider = bench.open();
  await Promise.all([provider.check(), provider.list(), provider.check()]);
  expect(bench.logins()).toBe(1);
  bench.endLeases();
  expect(await provider.list()).not.toEqual([]);
  expect(bench.logins()).toBe(2);
});

it('tells a path that a good token may not read from a token that has ended', async () => {
  const provider = bench.open();
  const [item] = await provider.list();
  await bench.fail('forbidden');
  await expect(provider.read(item!)).rejects.toMatchObject({ code: 'provider_forbidden' });
  await bench.fail(null);
  const settings = { url: bench.address };
  const other = hashicorpVault.open({ token: 'wrong', settings }, { folder: '', timeoutMs: 10_000 });
  await expect(other.list()).rejects.toMatchObject({ code: 'provider_token_invalid' });
});

it('reads nothing outside of its mount and its folder', async () => {
  const provider = bench.open();
  for (const item_id of ['elsewhere/x', 'logins/../../sys/x', 'logins/..'])
    await expect(provider.read({ vault_id: 'secret', item_id })).rejects.toMatchObject({
      code: 'provider_item_not_found',
    });
  await expect(provider.read({ vault_id: 'other', item_id: 'logins/work/full' })).rejects.toMatchObject({
    code: 'provider_item_not_found',
  });
});

it('says so where Kubernetes has given no account', async () => {
  const settings = { url: bench.address, auth: { method: 'kubernetes', role: 'r' } };
  const provider = hashicorpVault.open({ token: '', settings }, { folder: '', timeoutMs: 10_000 });
  await expect(provider.check()).rejects.toMatchObject({ code: 'provider_unavailable' });
});

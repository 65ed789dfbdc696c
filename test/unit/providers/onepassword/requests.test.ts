import { describe, expect, it } from 'vitest';
import type { ItemOverview } from '../../../../activities/providers/index.js';
import { Thrown } from '../benches/onepassword/core.js';
import { WORLD } from '../world.js';
import { failure, useCore } from './support.js';

const t = useCore();

describe('requests, which are counted', () => {
  it('are one for a login, and one sign-in for all', async () => {
    await t.bench.fill(WORLD);
    const provider = t.bench.open();
    const [item] = await provider.list();
    expect(t.names()).toEqual(['init_client', 'VaultsList', 'ItemsList', 'ItemsList']);
    await provider.read(item!);
    await provider.read(item!);
    expect(t.names()).toEqual(['ItemsGet', 'ItemsGet']);
    await provider.check();
    expect(t.names()).toEqual(['VaultsList']);
  });

  it('list a vault again when something in it has changed, and no other', async () => {
    const provider = t.bench.open();
    const versions = new Map<string, string | undefined>();
    let before: readonly ItemOverview[] = [];
    /** As the vault of the worker asks: it keeps what was listed of each version. */
    const list = async () => {
      before = await provider.list(({ id, version }) => {
        const isKnown = versions.get(id) === version;
        versions.set(id, version);
        return isKnown ? before.filter(({ vault_id }) => vault_id === id) : null;
      });
      return before;
    };
    const first = await list();
    t.names();
    expect(await list()).toEqual(first);
    expect(t.names()).toEqual(['VaultsList']);
    await t.bench.fill(WORLD.map((one) => (one.title === 'elsewhere' ? { ...one, version: 2 } : one)));
    const after = await list();
    expect(t.bench.core.calls.filter(({ name }) => name === 'ItemsList')).toMatchObject([
      { parameters: { vault_id: after.find(({ title }) => title === 'elsewhere')!.vault_id } },
    ]);
  });

  it('ask for what is in use alone', async () => {
    await t.bench.open().list();
    const filters = [{ type: 'ByState', content: { active: true, archived: false } }];
    expect(t.bench.core.calls.find(({ name }) => name === 'ItemsList')?.parameters).toMatchObject({ filters });
  });

  it.each([
    [JSON.stringify({ name: 'AuthExpired', message: 'x' }), 'provider_token_invalid', 2],
    ['you are not authenticated', 'provider_token_invalid', 2],
    ['session expired', 'provider_token_invalid', 2],
    ['a conflict occurred on the server. this usually happens due to a race', 'provider_unavailable', 1],
  ])('are sent once again after %s, and not twice', async (said, code, signIns) => {
    const provider = t.bench.open();
    await provider.check();
    t.names();
    let left = 1;
    t.bench.core.instead = ({ name }) => {
      if (name === 'init_client' || left === 0) return null;
      left -= 1;
      throw new Thrown(said);
    };
    expect(await provider.check()).toHaveLength(2);
    expect(t.names().filter((name) => name === 'init_client')).toHaveLength(signIns - 1);
    left = 9;
    expect((await failure(provider.check())).code).toBe(code);
    expect(t.names().filter((name) => name === 'VaultsList')).toHaveLength(2);
  });

  it('of a token that is refused are one sign-in', async () => {
    await t.bench.fail('token');
    expect((await failure(t.bench.open().list())).code).toBe('provider_token_invalid');
    expect(t.names()).toEqual(['init_client']);
  });
});

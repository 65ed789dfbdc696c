import { describe, expect, it } from 'vitest';
import { idOf } from '../unit/providers/world.js';
import { AGENT, AUTO, login, useProvider } from './support/provider.js';
import { codeOf, rule } from './support/vault.js';

const p = useProvider();

describe('a connection', () => {
  it('is shown, changed and deleted, and its token never comes out', async () => {
    const made = await p.connect({ priority: 3, domains: ['example.com'] });
    const expected = {
      name: 'op',
      provider_type: 'onepassword_connect',
      priority: 3,
      enabled: true,
      auto: true,
      cache_ttl_seconds: 300,
    };
    expect(made).toMatchObject({
      ...expected,
      settings: { host: p.bench.address },
      domains: ['example.com'],
      trouble: null,
    });
    expect(await p.t.admin('providers.retrieve', { id_or_name: 'op' })).toEqual(made);
    const changed = await p.t.admin('providers.update', {
      id_or_name: made.id,
      name: 'ours',
      priority: 1,
      domains: null,
    });
    expect(changed).toMatchObject({ id: made.id, name: 'ours', priority: 1, domains: null });
    expect((await p.t.admin('providers.list', {})).items).toEqual([changed]);
    for (const query of ['OUR', made.id])
      expect((await p.t.admin('providers.list', { query })).items).toEqual([changed]);
    expect((await p.t.admin('providers.list', { query: 'op' })).items).toEqual([]);
    expect(JSON.stringify([made, changed])).not.toContain(p.bench.token);
    await p.t.admin('providers.delete', { id_or_name: 'ours' });
    expect(await codeOf(p.t.admin('providers.retrieve', { id_or_name: made.id }))).toBe('provider_not_found');
  });

  rule.each<[object, string]>([
    [{ provider_type: 'lastpass' }, 'provider_not_supported'],
    [{ settings: {} }, 'invalid_input'],
    [{ settings: { host: 'http://connect.example.com' } }, 'invalid_url'],
    [{ settings: { host: 'https://c.example.com', more: 1 } }, 'invalid_input'],
    [{ name: 'a b' }, 'invalid_name'],
    [{ cache_ttl_seconds: -1 }, 'invalid_input'],
  ])('is refused with %j: %s', async (wrong, code) => {
    expect(await codeOf(p.connect(wrong))).toBe(code);
  });

  rule('has a name of its own', async () => {
    await p.connect();
    expect(await codeOf(p.connect())).toBe('already_exists');
  });

  rule('does not send its token to another server: who changes the place gives the token again', async () => {
    await p.connect();
    const settings = { host: 'https://evil.example.com' };
    expect(await codeOf(p.t.admin('providers.update', { id_or_name: 'op', settings }))).toBe('invalid_input');
    await p.t.admin('providers.update', {
      id_or_name: 'op',
      settings: { host: p.bench.address },
      token: p.bench.token,
    });
    expect(await p.t.admin('providers.test', { id_or_name: 'op' })).toMatchObject({ success: true });
  });

  rule('says what is wrong, as an answer, and remembers it', async () => {
    await p.connect({ token: 'wrong-canary' });
    const said = await p.t.admin('providers.test', { id_or_name: 'op' });
    expect(said).toMatchObject({ success: false, vaults: [], error_code: 'provider_token_invalid' });
    expect(JSON.stringify(said)).not.toContain('wrong-canary');
    const { trouble } = await p.t.admin('providers.retrieve', { id_or_name: 'op' });
    expect(trouble).toEqual({ code: 'provider_token_invalid', until: null });
    await p.t.admin('providers.update', { id_or_name: 'op', token: p.bench.token });
    expect(await p.t.admin('providers.test', { id_or_name: 'op' })).toEqual({
      success: true,
      vaults: [{ id: idOf('Team'), name: 'Team' }],
    });
  });

  it('is left alone as long as the provider wants no requests, also by a worker that restarts', async () => {
    await p.connect();
    await p.agent(AUTO);
    await p.bench.fail('limited');
    p.t.clock.now = Date.now();
    expect((await p.read()).reading).toEqual({
      ...{ kind: 'trouble', code: 'provider_rate_limited', until: expect.stringMatching(/Z$/) },
    });
    await p.bench.fail(null);
    p.bench.requests.splice(0);
    await p.t.reopen();
    expect((await p.read()).reading).toEqual({
      ...{ kind: 'trouble', code: 'provider_rate_limited', until: expect.stringMatching(/Z$/) },
    });
    expect(p.bench.requests).toEqual([]);
    expect(await p.t.admin('agents.retrieve', { id: AGENT })).toMatchObject({
      credential: AUTO,
      provider_trouble: { code: 'provider_rate_limited', until: expect.any(String) },
    });
    p.t.clock.now += 61_000;
    expect((await p.read()).reading).toMatchObject({ kind: 'read' });
  });
});

describe('its list', () => {
  it('is fetched once for as long as it is believed, whoever asks, also after a restart', async () => {
    await p.connect({ cache_ttl_seconds: 60 });
    const ask = () => p.t.admin('providers.items', { id_or_name: 'op' });
    await Promise.all([ask(), ask(), ask()]);
    expect(p.listed()).toBe(1);
    await p.t.reopen();
    expect((await ask()).items).toEqual([
      {
        id: idOf('shop'),
        title: 'shop',
        path: 'Team/shop',
        vault_id: idOf('Team'),
        vault_name: 'Team',
        urls: ['https://example.com/login'],
        account: null,
      },
    ]);
    expect(p.listed()).toBe(1);
    p.t.clock.now += 60_000;
    await ask();
    // Its vault says that nothing has changed.
    expect(p.listed()).toBe(1);
    expect(p.bench.requests.filter((path) => path.endsWith('/vaults'))).toHaveLength(2);
    await p.bench.fill([login('other')]);
    expect((await ask()).items).toMatchObject([{ title: 'shop' }]);
    p.t.clock.now += 60_000;
    expect((await ask()).items).toMatchObject([{ title: 'other' }]);
    expect(p.listed()).toBe(2);
  });

  it('explains what would be taken for a site, and what not', async () => {
    await p.bench.fill([
      login('shop'),
      login('other', { urls: ['https://other.example'] }),
      login('mine', { vault: 'Personal' }),
    ]);
    await p.connect();
    const { ambiguous, candidates } = await p.t.admin('providers.match', { domain: 'example.com' });
    expect(ambiguous).toBe(false);
    expect(candidates).toMatchObject([
      { title: 'shop', provider: 'op', match: 'exact', address: 'https://example.com/login', lost: null },
      { title: 'other', match: null, lost: 'other_site' },
    ]);
  });
});

rule('a reference names a provider and an item, or says that it is to be found', async () => {
  await p.connect();
  for (const wrong of [
    { provider: 'op' },
    { provider: 'op', auto: false },
    { provider: 'op', path: 'a/b', auto: true },
    { name: 'x', provider: 'op' },
    { path: 'a/b' },
  ])
    expect(await codeOf(p.agent(wrong as never))).toBe('invalid_input');
  expect(await codeOf(p.agent({ provider: 'nobody', auto: true }))).toBe('provider_not_found');
  await p.agent(AUTO);
  await p.t.admin('providers.delete', { id_or_name: 'op' });
  expect(await p.t.admin('agents.retrieve', { id: AGENT })).not.toHaveProperty('credential');
});

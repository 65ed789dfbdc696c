import { describe, expect, it } from 'vitest';
import { agentId } from '../../contract/index.js';
import { idOf, type WorldItem } from '../unit/providers/world.js';
import { AGENT, AUTO, login, SECRET, useProvider } from './support/provider.js';
import { codeOf, START } from './support/vault.js';

const p = useProvider();

describe('a login', () => {
  it('reads the item of its site once, and knows its values until they are released', async () => {
    await p.connect();
    const { id } = await p.agent(AUTO);
    const { ref, reading } = await p.read();
    expect(reading).toMatchObject({
      kind: 'read',
      use: 'matched',
      instead: null,
      place: { domain: 'example.com', exact: false },
    });
    expect(p.bench.requests.filter((path) => path.includes(`/items/${idOf('shop')}`))).toHaveLength(1);
    const grant = await p.t.vault.grantFor(ref);
    expect(grant.credential).toMatchObject({
      value_keys: ['password', 'username'],
      has_totp: true,
      domain: 'example.com',
    });
    expect(await p.t.vault.openStored(id, 'password')).toBe('canary-shop');
    expect((await p.t.vault.knownTo(ref)).values).toEqual(['shop@example.com', 'canary-shop']);
    p.t.vault.releaseItem(ref);
    expect(await codeOf(p.t.vault.openStored(id, 'password'))).toBe('credential_not_found');
    expect(await p.t.vault.grantFor(ref)).toMatchObject({ credential: null });
  });

  it('finds the item without any set-up per site, once a provider is connected', async () => {
    await p.agent();
    expect((await p.read()).reading).toEqual({ kind: 'none' });
    await p.connect();
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'matched' });
    expect(await p.t.admin('agents.retrieve', { id: AGENT })).toMatchObject({ credential: AUTO });
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'again' });
    await p.t.admin('agents.grant', {
      id: AGENT,
      domain: 'example.com',
      profile_name: 'p',
      credential: null,
    });
    await p.t.admin('providers.update', { id_or_name: 'op', auto: false });
    expect((await p.read()).reading).toEqual({ kind: 'none' });
  });

  it.each<[string, readonly WorldItem[], object, string]>([
    ['nothing fits', [login('a', { urls: ['https://example.org'] })], {}, 'no_item'],
    ['two accounts fit', [login('a'), login('b')], {}, 'ambiguous'],
    ['it is in a vault of one person', [login('a', { vault: 'Private' })], {}, 'no_item'],
    ['an admin named its vault', [login('a', { vault: 'Private' })], { vaults: ['Private'] }, 'read'],
    ['an admin named another vault', [login('a')], { vaults: ['Other'] }, 'no_item'],
    ['it was archived', [login('a', { state: 'archived' })], {}, 'no_item'],
  ])('takes or leaves an item where %s', async (_, items, limits, kind) => {
    await p.bench.fill(items);
    await p.connect(limits);
    await p.agent(AUTO);
    expect((await p.read()).reading.kind).toBe(kind);
  });

  it('takes the one of two accounts that its path names, by title and by id, and slashes are no matter', async () => {
    await p.bench.fill([login('a'), login('b'), login('c', { title: 'x/y 🍏' })]);
    await p.connect();
    for (const [path, user] of [
      ['Team/b', 'b'],
      [`Team/${idOf('a')}`, 'a'],
      ['Team/x/y 🍏', 'c'],
    ] as const) {
      const { id } = await p.agent({ provider: 'op', path });
      expect((await p.read()).reading).toMatchObject({ kind: 'read' });
      expect(await p.t.vault.openStored(id, 'username')).toBe(`${user}@example.com`);
    }
    await p.agent({ provider: 'op', path: 'Team/nobody' });
    expect((await p.read()).reading).toEqual({ kind: 'no_item' });
  });

  it('never gives the values of an item to a site that it is not for, whatever the path says', async () => {
    await p.bench.fill([login('bank', { urls: ['https://bank.example'] }), login('bare', { urls: [] })]);
    await p.connect();
    for (const path of ['Team/bank', 'Team/bare']) {
      await p.agent({ provider: 'op', path }, { allowed_domains: ['bank.example'] });
      expect((await p.read()).reading).toEqual({ kind: 'no_item' });
    }
  });

  it('goes on with the same item when its title changes, and looks anew when it is gone', async () => {
    await p.connect({ cache_ttl_seconds: 0 });
    const { id } = await p.agent(AUTO);
    await p.read();
    await p.bench.fill([login('shop', { title: 'renamed' }), login('other')]);
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'again' });
    expect(await p.t.vault.openStored(id, 'username')).toBe('shop@example.com');
    await p.bench.fill([login('other')]);
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'replaced' });
    expect(await p.t.vault.openStored(id, 'username')).toBe('other@example.com');
  });

  it('looks at a fresh list where the item of the last one is gone', async () => {
    await p.connect();
    await p.agent(AUTO);
    await p.read();
    await p.bench.fill([login('moved')]);
    expect((await p.read()).reading).toMatchObject({ kind: 'read', use: 'replaced' });
  });

  it('adds what an item lacks from the stored credential, for the same site alone', async () => {
    await p.bench.fill([login('shop', { password: '' })]);
    await p.connect();
    await p.t.admin('credentials.create', {
      name: 'half',
      domain: 'example.com',
      values: { password: 'stored', username: 'old' },
    });
    const { id } = await p.agent(AUTO, { credential_name: 'half' });
    expect((await p.read()).reading).toMatchObject({ kind: 'read', instead: null });
    expect(await p.t.vault.openStored(id, 'password')).toBe('stored');
    expect(await p.t.vault.openStored(id, 'username')).toBe('shop@example.com');
    await p.t.admin('credentials.create', {
      name: 'idp',
      domain: 'google.com',
      values: { password: 'g' },
      sso_provider: 'google',
    });
    await p.agent(AUTO, { credential_name: 'idp', allowed_domains: ['google.com'] });
    expect((await p.read()).reading).toEqual({ kind: 'none' });
  });

  it('claims codes by the secret, together with a stored credential that has the same', async () => {
    await p.connect();
    const { id } = await p.agent(AUTO);
    await p.read();
    await p.t.admin('credentials.create', { name: 'same', domain: 'example.com', values: {}, totp_secret: SECRET });
    const stored = agentId('example.com', 'q');
    await p.t.admin('agents.grant', { id: stored, domain: 'example.com', profile_name: 'q', credential_name: 'same' });
    expect(await p.t.vault.claimTotp(id, START)).toMatchObject({
      kind: 'code',
      code: expect.stringMatching(/^\d{6}$/),
    });
    expect(await p.t.vault.claimTotp(stored, START)).toMatchObject({ kind: 'wait' });
  });

  it('takes no code of an item whose secret is none', async () => {
    await p.bench.fill([login('shop', { totp: 'otpauth://hotp/x?secret=AAAA' })]);
    await p.connect();
    const { id } = await p.agent(AUTO);
    expect((await p.read()).reading).toMatchObject({ kind: 'read' });
    expect(await codeOf(p.t.vault.claimTotp(id, START))).toBe('no_totp_secret');
  });

  it('is for the sites that an admin has named', async () => {
    await p.connect({ domains: ['example.org'] });
    expect(await codeOf(p.agent(AUTO))).toBe('forbidden');
    await p.agent();
    expect((await p.read()).reading).toEqual({ kind: 'no_item' });
  });

  it('goes on with the next provider where one can not be asked', async () => {
    await p.connect({ name: 'down', settings: { host: 'http://127.0.0.1:9' }, priority: 1 });
    await p.connect({ priority: 2 });
    await p.agent();
    expect((await p.read()).reading).toMatchObject({ kind: 'read' });
  });
});

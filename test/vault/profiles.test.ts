import { describe, expect, it } from 'vitest';
import type { SaveProfile } from '../../activities/vault/index.js';
import { agentId, type StorageState } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { begin, codeOf, grant, openTestVault, type TestVault } from './support/vault.js';

type Cookie = StorageState['cookies'][number];

const cookie = (name: string, value: string, domain = 'example.com'): Cookie => ({
  name,
  value,
  domain,
  path: '/',
  expires: -1,
  httpOnly: true,
  secure: true,
  sameSite: 'Lax',
});
const state = (...cookies: Cookie[]): StorageState => ({ cookies, origins: [] });
const origin = (name: string, value: string) => ({ origin: name, localStorage: [{ name: 't', value }] });

/** A vault in which a login of an agent of profile `p` runs. */
async function vaultWithLogin(domain = 'example.com') {
  const t = await openTestVault();
  return { ...t, ref: await login(t, domain) };
}

async function login({ admin, vault }: Pick<TestVault, 'admin' | 'vault'>, domain: string): Promise<LoginRef> {
  const id = agentId(domain, 'p');
  await grant(admin, domain, { id, profile_name: 'p' });
  return (await begin(vault, id)).ref;
}

const save = (ref: LoginRef, change: Partial<SaveProfile>): SaveProfile => ({
  ...ref,
  storage_state: state(),
  session_storage: null,
  base_version: null,
  post_login_url: null,
  shown_url: null,
  session_expires_at: null,
  ...change,
});

describe('a profile', () => {
  it('comes back as it was saved', async () => {
    const { vault, ref } = await vaultWithLogin();
    expect(await vault.loadProfile('p', ref.auth_agent_id)).toBeNull();
    const storage_state = {
      cookies: [{ ...cookie('s', 'v'), partitionKey: 'https://top.example', _crHasCrossSiteAncestor: true }],
      origins: [{ ...origin('https://example.com', 'v'), indexedDB: [{ name: 'db', version: 1, stores: [] }] }],
    };
    const session_storage = { 'https://example.com': { tab: '1' } };
    const facts = { post_login_url: 'https://example.com/home', session_expires_at: '2026-03-02T00:00:00.000Z' };
    expect(await vault.saveProfile(save(ref, { storage_state, session_storage, ...facts }))).toEqual({ version: 1 });
    expect(await vault.loadProfile('p', ref.auth_agent_id)).toEqual({
      storage_state,
      session_storage,
      facts,
      version: 1,
    });
  });

  it('is shown without its contents', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    const origins = [origin('http://localhost:4000', 'v')];
    const storage_state = { cookies: [cookie('a', 'v', '.www.example.co.uk')], origins };
    await vault.saveProfile(save(ref, { storage_state, session_storage: { 'https://x.example': { a: 'b' } } }));
    const shown = {
      id: expect.stringMatching(/^prof_/),
      name: 'p',
      created_at: '2026-03-01T12:00:00.000Z',
      updated_at: '2026-03-01T12:00:00.000Z',
      version: 1,
      domains: ['example.co.uk', 'localhost'],
      needs_session_storage: true,
    };
    expect(await admin('profiles.retrieve', { id_or_name: 'p' })).toEqual(shown);
    expect(await admin('profiles.list', {})).toEqual({ items: [shown], has_more: false });
    expect(await codeOf(admin('profiles.retrieve', { id_or_name: 'q' }))).toBe('profile_not_found');
  });

  it('keeps its last three versions', async () => {
    const { vault, ref } = await vaultWithLogin();
    for (const base_version of [null, 1, 2, 3]) {
      await vault.saveProfile(save(ref, { storage_state: state(cookie('s', String(base_version))), base_version }));
    }
    const stale = save(ref, { storage_state: state(cookie('other', 'x')), base_version: 1 });
    // Version 1 is gone: nothing is known to have been deleted since.
    expect(await vault.saveProfile(stale)).toEqual({ version: 5 });
    const loaded = await vault.loadProfile('p', ref.auth_agent_id);
    expect(loaded?.storage_state.cookies.map(({ name, value }) => [name, value])).toEqual([
      ['s', '3'],
      ['other', 'x'],
    ]);
  });

  it('merges two logins that began from one version', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    const a = await login({ vault, admin }, 'a.example');
    const b = await login({ vault, admin }, 'b.example');
    const shared = [
      cookie('keep', '0'),
      cookie('a', '0', 'a.example'),
      cookie('b', '0', 'b.example'),
      cookie('gone', '0'),
    ];
    await vault.saveProfile(save(ref, { storage_state: state(...shared) }));
    await vault.saveProfile(
      save(a, {
        storage_state: state(cookie('keep', '0'), cookie('a', '1', 'a.example'), cookie('b', '0', 'b.example')),
        base_version: 1,
        post_login_url: 'https://a.example/',
      }),
    );
    await vault.saveProfile(
      save(b, {
        storage_state: state(...shared.map((c) => (c.name === 'b' ? { ...c, value: '2' } : c))),
        base_version: 1,
        post_login_url: 'https://b.example/',
      }),
    );
    const [ofA, ofB] = [await vault.loadProfile('p', a.auth_agent_id), await vault.loadProfile('p', b.auth_agent_id)];
    expect(ofA?.storage_state.cookies.map(({ name, value }) => `${name}=${value}`).sort()).toEqual([
      'a=1',
      'b=2',
      'keep=0',
    ]);
    expect([ofA?.facts.post_login_url, ofB?.facts.post_login_url]).toEqual([
      'https://a.example/',
      'https://b.example/',
    ]);
  });

  it('keeps what tabs of other sites hold, and what ours does not need any more goes', async () => {
    const { vault, admin, ref: a } = await vaultWithLogin('a.example');
    const b = await login({ vault, admin }, 'b.example');
    const tabs = (...hosts: string[]) => Object.fromEntries(hosts.map((host) => [`https://${host}`, { t: host }]));
    await vault.saveProfile(save(a, { session_storage: tabs('www.a.example', 'a.example') }));
    await vault.saveProfile(save(b, { session_storage: tabs('b.example'), base_version: 1 }));
    expect((await vault.loadProfile('p', a.auth_agent_id))?.session_storage).toEqual(
      tabs('www.a.example', 'a.example', 'b.example'),
    );
    await vault.saveProfile(save(a, { session_storage: null, base_version: 1 }));
    expect((await vault.loadProfile('p', a.auth_agent_id))?.session_storage).toEqual(tabs('b.example'));
  });

  it('loses what a login deleted when nobody else saved', async () => {
    const { vault, ref } = await vaultWithLogin();
    await vault.saveProfile(save(ref, { storage_state: state(cookie('a', '0'), cookie('b', '0')) }));
    await vault.saveProfile(save(ref, { storage_state: state(cookie('a', '0')), base_version: 1 }));
    expect((await vault.loadProfile('p', 'x'))?.storage_state.cookies).toHaveLength(1);
  });

  it('hands out all of a session, or one site of it', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    const storage_state = {
      cookies: [cookie('a', '1', '.a.example'), cookie('b', '1', 'www.b.example')],
      origins: [origin('https://app.a.example', '1'), origin('https://b.example', '1')],
    };
    await vault.saveProfile(save(ref, { storage_state }));
    expect(await admin('profiles.storageState', { id_or_name: 'p' })).toEqual(storage_state);
    expect(await admin('profiles.storageState', { id_or_name: 'p', domain: 'a.example' })).toEqual({
      cookies: [storage_state.cookies[0]],
      origins: [storage_state.origins[0]],
    });
  });

  it('takes over a session of one site and keeps those of others', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    await vault.saveProfile(
      save(ref, { storage_state: state(cookie('old', '1', 'a.example'), cookie('b', '1', 'b.example')) }),
    );
    const storage_state = state(
      { ...cookie('new', '2', 'a.example'), _crHasCrossSiteAncestor: false } as Cookie,
      cookie('stranger', '2', 'c.example'),
    );
    const imported = await admin('profiles.import', { name: 'p', domain: 'a.example', storage_state });
    expect(imported).toMatchObject({ version: 2, domains: ['a.example', 'b.example'] });
    const { cookies } = await admin('profiles.storageState', { id_or_name: 'p' });
    expect(cookies).toEqual([cookie('b', '1', 'b.example'), storage_state.cookies[0]]);

    const nothing = admin('profiles.import', { name: 'q', domain: 'd.example', storage_state });
    expect(await codeOf(nothing)).toBe('invalid_input');
    const wrong = { name: 'q', domain: 'a.example', storage_state: { cookies: [{ name: 'x' }], origins: [] } };
    expect(await codeOf(admin('profiles.import', wrong as never))).toBe('invalid_input');
    expect(await codeOf(admin('profiles.import', { name: 'a b', domain: 'a.example', storage_state }))).toBe(
      'invalid_name',
    );
  });

  it('that was deleted is gone', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    await vault.saveProfile(save(ref, { storage_state: state(cookie('a', '1')) }));
    await admin('profiles.delete', { id_or_name: 'p' });
    expect(await vault.loadProfile('p', 'x')).toBeNull();
    expect(await codeOf(admin('profiles.storageState', { id_or_name: 'p' }))).toBe('profile_not_found');
    expect(await vault.saveProfile(save(ref, { base_version: 1 }))).toEqual({ version: 1 });
  });
});

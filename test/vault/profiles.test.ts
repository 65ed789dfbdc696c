import { describe, expect, it } from 'vitest';
import { type Cookie, cookie, cookiesOf, loaded, loginOf, origin, save, state } from './support/profile.js';
import { codeOf, openTestVault, prove, rule } from './support/vault.js';

/** A vault in which a login of an agent of profile `p` runs. */
async function vaultWithLogin(domain = 'example.com') {
  const t = await openTestVault();
  return { ...t, ref: await loginOf(t, domain) };
}

describe('a profile', () => {
  rule('comes back as it was saved', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    expect(await loaded({ vault, admin }, ref)).toBeNull();
    const storage_state = {
      cookies: [{ ...cookie('s', 'v'), partitionKey: 'https://top.example', _crHasCrossSiteAncestor: true }],
      origins: [{ ...origin('https://example.com', 'v'), indexedDB: [{ name: 'db', version: 1, stores: [] }] }],
    };
    const session_storage = { 'https://example.com': { tab: '1' } };
    const facts = { post_login_url: 'https://example.com/home', session_expires_at: '2026-03-02T00:00:00.000Z' };
    expect(await save({ vault, admin }, ref, { storage_state, session_storage, ...facts })).toEqual({ version: 1 });
    expect(await loaded({ vault, admin }, ref)).toEqual({
      storage_state,
      session_storage,
      facts,
      version: 1,
      account_labels: [],
    });
  });

  it('is shown without its contents', async () => {
    const { vault, admin, ref } = await vaultWithLogin();
    const origins = [origin('http://localhost:4000', 'v')];
    const storage_state = { cookies: [cookie('a', 'v', '.www.example.co.uk')], origins };
    await save({ vault, admin }, ref, { storage_state, session_storage: { 'https://x.example': { a: 'b' } } });
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

  rule('keeps what tabs of other sites hold, and what ours does not need any more goes', async () => {
    const t = await vaultWithLogin('a.example');
    const b = await loginOf(t, 'b.example');
    const tabs = (...hosts: string[]) => Object.fromEntries(hosts.map((host) => [`https://${host}`, { t: host }]));
    await save(t, t.ref, { session_storage: tabs('www.a.example', 'a.example') });
    await save(t, b, { session_storage: tabs('b.example') });
    expect((await loaded(t, t.ref))?.session_storage).toEqual(tabs('www.a.example', 'a.example'));
    await save(t, t.ref, { session_storage: { 'https://www.a.example': {}, 'https://a.example': { t: 'new' } } });
    expect((await loaded(t, t.ref))?.session_storage).toEqual({ 'https://a.example': { t: 'new' } });
    await save(t, t.ref, { session_storage: { 'https://a.example': {} } });
    expect((await loaded(t, t.ref))?.session_storage).toBeNull();
    expect((await loaded(t, b))?.session_storage).toEqual(tabs('b.example'));
  });

  rule('loses what a login deleted', async () => {
    const t = await vaultWithLogin();
    await save(t, t.ref, () => [cookie('a', '0'), cookie('b', '0')]);
    await save(t, t.ref, () => [cookie('a', '0')]);
    expect(await cookiesOf(t, t.ref)).toEqual(['a=0']);
  });

  rule('hands out all of a session, or one site of it', async () => {
    const t = await vaultWithLogin();
    const storage_state = {
      cookies: [cookie('a', '1', '.a.example'), cookie('b', '1', 'www.b.example')],
      origins: [origin('https://app.a.example', '1'), origin('https://b.example', '1')],
    };
    await save(t, t.ref, { storage_state });
    expect(await t.admin('profiles.storageState', { id_or_name: 'p' })).toEqual(storage_state);
    expect(await t.admin('profiles.storageState', { id_or_name: 'p', domain: 'a.example' })).toEqual({
      cookies: [storage_state.cookies[0]],
      origins: [storage_state.origins[0]],
    });
  });

  rule('takes over a session of one site and keeps those of others', async () => {
    const t = await vaultWithLogin();
    const { admin } = t;
    await save(t, t.ref, () => [cookie('old', '1', 'a.example'), cookie('b', '1', 'b.example')]);
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

  rule('that was deleted is gone', async () => {
    const t = await vaultWithLogin();
    await save(t, t.ref, () => [cookie('a', '1')]);
    await t.admin('profiles.delete', { id_or_name: 'p' });
    expect(await loaded(t, t.ref)).toBeNull();
    expect(await codeOf(t.admin('profiles.storageState', { id_or_name: 'p' }))).toBe('profile_not_found');
    expect(await prove(t.vault, t.ref)).toEqual({ version: 1 });
  });
});

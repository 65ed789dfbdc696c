import { describe, expect, it } from 'vitest';
import type { BrowserIdentity, ProfileSession, StorageState } from '../../contract/index.js';
import { brief, type Cookie, cookie, cookiesOf, loginOf, origin, save, state, sum } from './support/profile.js';
import { giveBack, handOut } from './support/session.js';
import { closing, codeOf, openTestVault, type TestVault } from './support/vault.js';

const TABS = { 'https://example.com': { token: 'tab' } };
const BROWSER: BrowserIdentity = {
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/1.0.0.0',
  client_hints: null,
  languages: ['de-DE'],
  time_zone: 'Europe/Berlin',
};

const sessionOf = (t: TestVault, domain?: string) => handOut(t, domain === undefined ? {} : { domain });

const writeBack = async (t: TestVault, session: ProfileSession, storage_state: StorageState = session.storage_state) =>
  giveBack({ admin: await t.callerWith(['orchestrate']) }, session, { storage_state });

/** A profile with one agent that has logged in. */
async function start(...cookies: Cookie[]) {
  const t = await openTestVault();
  const login = await loginOf(t, 'example.com');
  const storage_state = { ...state(...cookies), origins: [origin('https://example.com', '1')] };
  await save(t, login, { storage_state, session_storage: TABS, browser: BROWSER });
  return { t, login };
}

describe('profiles.session', () => {
  it('gives all of a session, with the browser that logged in and the version', async () => {
    const { t } = await start(cookie('s', '1'));
    expect(await sessionOf(t, 'example.com')).toMatchObject({
      profile: 'p',
      domain: 'example.com',
      version: 1,
      storage_state: { cookies: [{ name: 's' }], origins: [{ origin: 'https://example.com' }] },
      session_storage: TABS,
      browser: BROWSER,
      unproven: [],
    });
    expect(await sessionOf(t, 'other.example')).toMatchObject({ storage_state: state(), session_storage: null });
  });

  it('keeps the first browser, whoever logs in later', async () => {
    const { t, login } = await start();
    await save(t, login, { browser: { ...BROWSER, time_zone: 'UTC' } });
    expect((await sessionOf(t)).browser).toEqual(BROWSER);
    await t.admin('profiles.import', { name: 'p', domain: 'example.com', storage_state: state(cookie('i', '1')) });
    expect((await sessionOf(t)).browser).toEqual(BROWSER);
  });
});

describe('profiles.save', () => {
  it('writes back what changed, unproven until a login proves it', async () => {
    const { t, login } = await start(cookie('s', '1'), cookie('gone', '1'), cookie('stays', '1'));
    const session = await sessionOf(t);
    const saved = await writeBack(t, session, state(cookie('s', '2'), cookie('new', '1'), cookie('stays', '1')));
    expect(saved).toMatchObject({ name: 'p', version: 2, left_out: [] });
    expect(await cookiesOf(t, login)).toEqual(['new=1', 's=2', 'stays=1']);
    expect((await sessionOf(t)).unproven).toEqual(['example.com']);
    await save(t, login, (cookies) => cookies);
    expect((await sessionOf(t)).unproven).toEqual([]);
  });

  it('changes nothing where nothing changed', async () => {
    const { t } = await start(cookie('s', '1'));
    expect(await writeBack(t, await sessionOf(t))).toMatchObject({ version: 1 });
    expect((await sessionOf(t)).unproven).toEqual([]);
  });

  it('keeps what a login has saved meanwhile, and merges', async () => {
    const { t, login } = await start(cookie('a', '1'), cookie('b', '1'));
    const session = await sessionOf(t);
    await save(t, login, { storage_state: state(cookie('a', '2'), cookie('b', '1')), session_storage: {} });
    await writeBack(t, session, state(cookie('a', '1'), cookie('b', '2')));
    expect(await sum(t)).toEqual(['a=2', 'b=2']);
  });

  it('leaves out what was saved since where its base is not kept any more', async () => {
    const { t, login } = await start(cookie('a', '1'));
    const session = await sessionOf(t);
    await t.vault.closeInvocation(closing(login));
    for (const value of ['2', '3', '4', '5']) {
      const renewing = await loginOf(t, 'example.com');
      await save(t, renewing, () => [cookie('a', value)]);
      await t.vault.closeInvocation(closing(renewing));
    }
    const { left_out } = await writeBack(t, session, state(cookie('a', 'old and changed')));
    expect([await sum(t), left_out]).toEqual([['a=5'], ['example.com']]);
  });

  it('lets no site in that no agent names, and moves nothing to another owner', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await save(t, a, () => [cookie('s', 'a', 'a.example'), cookie('t', 'a', 'passed.example')]);
    const session = await sessionOf(t);
    const changed = session.storage_state.cookies.map((each) => ({ ...each, value: 'renewed' }));
    const more = [cookie('x', '1', 'evil.example'), cookie('y', '1', 'b.example')];
    const { left_out } = await writeBack(t, session, state(...changed, ...more));
    expect(left_out).toEqual(['evil.example']);
    expect(await cookiesOf(t, a)).toEqual(['s=renewed', 't=renewed']);
    expect(await cookiesOf(t, b)).toEqual(['y=1']);
  });

  it('gives each owner of a site that nobody names back what was his', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await save(t, a, () => [cookie('a', '1', 'both.example'), cookie('s', 'a', 'both.example')]);
    await save(t, b, () => [cookie('b', '1', 'both.example'), cookie('s', 'b', 'both.example')]);
    const session = await sessionOf(t);
    const changed = session.storage_state.cookies.map((each) => ({ ...each, value: `${each.value}!` }));
    await writeBack(t, session, state(...changed));
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([
      ['a=1!', 's=a'],
      ['b=1!', 's=b!'],
    ]);
  });

  it('of one site leaves the others as they are', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await save(t, a, () => [cookie('s', '1', 'a.example')]);
    await save(t, b, () => [cookie('s', '1', 'b.example')]);
    const session = await sessionOf(t, 'a.example');
    await writeBack(t, session, state(cookie('s', '2', 'a.example'), cookie('s', '2', 'b.example')));
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['s=2'], ['s=1']]);
  });

  it('loses no IndexedDB and no sessionStorage that the browser says nothing of', async () => {
    const t = await openTestVault();
    const login = await loginOf(t, 'example.com');
    const indexedDB = [{ name: 'db', version: 1, stores: [] }];
    const origins = [
      { ...origin('https://example.com', '1'), indexedDB },
      { origin: 'https://hidden.example.com', localStorage: [], indexedDB },
    ];
    await save(t, login, { storage_state: { cookies: [], origins }, session_storage: TABS });
    const session = await sessionOf(t);
    const asked = { cookies: [], origins: [origin('https://example.com', '2')] };
    await writeBack(t, { ...session, session_storage: null }, asked);
    const now = await sessionOf(t);
    expect(now.storage_state.origins).toEqual([
      { ...origin('https://example.com', '2'), indexedDB },
      { origin: 'https://hidden.example.com', localStorage: [], indexedDB },
    ]);
    expect(now.session_storage).toEqual(TABS);
  });

  it('needs a profile, and a key that may use sessions', async () => {
    const { t } = await start(cookie('s', '1'));
    const given = { domain: null, version: 1, base: null, handed_out: {} };
    const params = { ...given, storage_state: state(), session_storage: null };
    expect(await codeOf(t.admin('profiles.save', { id_or_name: 'nobody', ...params }))).toBe('profile_not_found');
    const answerer = await t.callerWith(['answer']);
    expect(await codeOf(answerer('profiles.save', { id_or_name: 'p', ...params }))).toBe('forbidden');
    expect(brief((await sessionOf(t)).storage_state)).toEqual(['s=1']);
  });
});

import { describe, expect, it } from 'vitest';
import { agentId, type StorageState } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import {
  type Cookie,
  cookie,
  cookiesOf,
  loaded,
  loginOf,
  origin,
  save,
  saving,
  state,
  sum,
  writeStored,
} from './support/profile.js';
import { grant, load, openTestVault, rule, type TestVault } from './support/vault.js';

/** Every kind of state of a browser that a host can have. */
const everything = (host: string, value: string) => ({
  storage_state: {
    cookies: [
      cookie('own', value, host),
      cookie('up', value, `.${host.split('.').slice(-2).join('.')}`),
      // Set while it stood in a page of another site.
      { ...cookie('part', value, host), partitionKey: 'https://top.example' },
    ],
    origins: [{ ...origin(`https://${host}`, value), indexedDB: [{ name: value }] }],
  },
  session_storage: { [`https://${host}`]: { t: value } },
});

/** An agent that named other sites names them no more. */
const letGo = (t: TestVault, domain: string) =>
  grant(t.admin, domain, { id: agentId(domain, 'p'), profile_name: 'p', allowed_domains: [] });

describe('a site of a profile', () => {
  it('belongs to the agents that name it, and to those alone', async () => {
    const t = await openTestVault();
    await t.admin('credentials.create', { name: 'g', domain: 'b.example', values: {}, sso_provider: 'google' });
    const naming = [
      { domain: 'www.shop.example', more: {}, host: 'login.shop.example' },
      { domain: 'a.example', more: { allowed_domains: ['id.example'] }, host: 'app.id.example' },
      { domain: 'b.example', more: { credential_name: 'g' }, host: 'mail.google.com' },
      { domain: 'c.example', more: { send_to: ['api.auth.example'] }, host: 'auth.example' },
    ];
    const logins = await Promise.all(naming.map(({ domain, more }) => loginOf(t, domain, more)));
    const bring = async (login: LoginRef, host: string, value: string) => {
      const brought = everything(host, value);
      const before = await loaded(t, login);
      const { cookies, origins } = before?.storage_state ?? state();
      await save(t, login, {
        session_storage: { ...before?.session_storage, ...brought.session_storage },
        storage_state: {
          cookies: [...cookies, ...brought.storage_state.cookies],
          origins: [...origins, ...brought.storage_state.origins],
        },
      });
    };
    for (const [i, { host }] of naming.entries()) await bring(logins[i]!, host, String(i));
    for (const [i, { host }] of naming.entries()) {
      for (const other of logins.filter((login) => login !== logins[i])) {
        await bring(other, host, 'swapped');
        expect(JSON.stringify(await loaded(t, other))).not.toContain('swapped');
      }
    }
    // What others brought back of it counts for nothing.
    for (const [i, { host }] of naming.entries())
      expect(await loaded(t, logins[i]!)).toMatchObject(everything(host, String(i)));
  });

  rule('that several agents name is shared by them', async () => {
    const t = await openTestVault();
    const [www, app] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    await save(t, www, (cookies) => [...cookies, cookie('a', '1', 'www.example.com')]);
    await save(t, app, (cookies) => [...cookies, cookie('b', '1', '.example.com')]);
    expect(await cookiesOf(t, www)).toEqual(['a=1', 'b=1']);
  });

  rule('that nobody names is kept for each agent by itself', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await save(t, a, () => [cookie('s', 'a', 'lightning.example')]);
    await save(t, b, (cookies) => {
      expect(cookies).toEqual([]);
      return [cookie('s', 'b', 'lightning.example')];
    });
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['s=a'], ['s=b']]);
    // Of what several have, one counts.
    expect(await sum(t)).toEqual(['s=b']);
  });

  rule(
    'that is named later is no longer loaded or written by those that passed it, and comes first in the sum',
    async () => {
      const t = await openTestVault();
      const a = await loginOf(t, 'a.example');
      await save(t, a, () => [cookie('s', 'a', 'later.example'), cookie('x', 'a', 'later.example')]);
      const later = await loginOf(t, 'later.example');
      expect(await cookiesOf(t, later)).toEqual([]);
      await save(t, later, () => [cookie('s', 'its own', 'later.example')]);
      expect([await cookiesOf(t, a), await sum(t)]).toEqual([[], ['s=its own']]);
    },
  );

  rule('that an agent comes to name keeps what its own logins brought', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, 'a.example');
    await save(t, a, () => [cookie('s', '1', 'force.example')]);
    const again = await loginOf(t, 'a.example', { allowed_domains: ['force.example'] });
    expect(await cookiesOf(t, again)).toEqual(['s=1']);
    await save(t, again, () => [cookie('s', '2', 'force.example')]);
    expect(await cookiesOf(t, await loginOf(t, 'force.example'))).toEqual(['s=2']);
  });

  rule('that another agent named and lets go is not what the one begins with that names it then', async () => {
    const t = await openTestVault();
    const guest = await loginOf(t, 'hostile.example', { allowed_domains: ['bank.example'] });
    await save(t, guest, () => [cookie('own', 'h', 'hostile.example'), cookie('sid', 'mallory', 'bank.example')]);
    await letGo(t, 'hostile.example');
    const bank = await loginOf(t, 'bank.example');
    expect(await cookiesOf(t, bank)).toEqual([]);
    expect(await sum(t)).toEqual(['own=h']);
    // What it has not seen it does not delete.
    await save(t, bank, () => [cookie('other', '1', 'passed.example')]);
    expect(await cookiesOf(t, await loginOf(t, 'hostile.example', { allowed_domains: ['bank.example'] }))).toEqual([
      'own=h',
      'sid=mallory',
    ]);
    await letGo(t, 'hostile.example');
    await save(t, bank, () => [cookie('sid', 'anna', 'bank.example')]);
    expect(await sum(t)).toEqual(['own=h', 'sid=anna']);
  });

  rule('that another agent names beside its own stays its own, also when that one lets go', async () => {
    const t = await openTestVault();
    const bank = await loginOf(t, 'bank.example');
    await save(t, bank, () => [cookie('sid', 'anna', 'bank.example')]);
    const guest = await loginOf(t, 'shop.example', { allowed_domains: ['bank.example'] });
    await save(t, guest, (cookies) => [...cookies, cookie('seen', 'shop', 'bank.example')]);
    await letGo(t, 'shop.example');
    expect(await cookiesOf(t, bank)).toEqual(['seen=shop', 'sid=anna']);
    // And what its own login has proven is there for another agent of the site.
    await save(t, bank, (cookies) => cookies);
    await t.admin('agents.revoke', { id: bank.auth_agent_id });
    expect(await cookiesOf(t, await loginOf(t, 'www.bank.example'))).toEqual(['seen=shop', 'sid=anna']);
  });

  rule('is a host on loopback, for cookies know no port', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, 'a.localhost:3000');
    const [same, other] = [await loginOf(t, 'a.localhost:4000'), await loginOf(t, 'b.localhost:3000')];
    await save(t, a, { storage_state: { ...state(cookie('s', '1', 'a.localhost')), origins: [] } });
    expect([await cookiesOf(t, same), await cookiesOf(t, other)]).toEqual([['s=1'], []]);
  });

  rule(
    'stays in the profile when its agent is deleted: for nobody else, and for the agent when it is back',
    async () => {
      const t = await openTestVault();
      const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
      await save(t, a, () => [cookie('s', 'a', 'a.example'), cookie('s', 'a', 'passed.example')]);
      await t.admin('agents.revoke', { id: a.auth_agent_id });
      expect([await cookiesOf(t, b), await sum(t)]).toEqual([[], ['s=a', 's=a']]);
      await save(t, b, () => [cookie('s', 'b', 'a.example')]);
      expect(await sum(t, 'a.example')).toEqual(['s=a']);
      expect(await cookiesOf(t, await loginOf(t, 'a.example'))).toEqual(['s=a', 's=a']);
    },
  );
});

describe('what is imported', () => {
  const imported = (...cookies: Cookie[]) => ({ name: 'p', storage_state: state(...cookies) });

  it('is of the agents that name its sites; what nobody names is loaded by all and changed by each for itself', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await t.admin('profiles.import', imported(cookie('own', '0', 'a.example'), cookie('s', '0', 'free.example')));
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['own=0', 's=0'], ['s=0']]);
    await save(t, a, (cookies) => cookies.map((one) => ({ ...one, value: '1' })));
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['own=1', 's=1'], ['s=0']]);
    await save(t, a, (cookies) => cookies.filter(({ name }) => name === 'own'));
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['own=1'], ['s=0']]);
    // It waits for the agent that names it.
    expect(await cookiesOf(t, await loginOf(t, 'free.example'))).toEqual(['s=0']);
    expect(await cookiesOf(t, b)).toEqual([]);
  });

  rule(
    'takes the place of what all agents had, where a browser has changed it, and leaves the rest where it was',
    async () => {
      const t = await openTestVault();
      const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
      await save(t, a, () => [cookie('kept', 'a', 'one.example'), cookie('s', 'a', 'two.example')]);
      await save(t, b, () => [cookie('kept', 'b', 'one.example')]);
      const { cookies } = await t.admin('profiles.storageState', { id_or_name: 'p' });
      await t.admin(
        'profiles.import',
        imported(...cookies.map((one) => (one.name === 's' ? { ...one, value: 'new' } : one))),
      );
      expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([
        ['kept=a', 's=new'],
        ['kept=b', 's=new'],
      ]);
      await t.admin('profiles.import', imported());
      expect([await cookiesOf(t, a), await cookiesOf(t, b), await sum(t)]).toEqual([[], [], []]);
    },
  );

  rule(
    'while a login runs is not mixed with what that saves: the proof is the newer one, and both are told',
    async () => {
      const t = await openTestVault();
      const a = await loginOf(t, 'a.example');
      await save(t, a, () => [cookie('s', '0', 'a.example'), cookie('gone', '0', 'a.example')]);
      const { hold, profile } = await load(t.vault, a);
      const other = [cookie('s', '0', 'a.example'), cookie('more', '1', 'a.example')];
      expect(await t.admin('profiles.import', imported(...other))).toMatchObject({
        replaced: [{ domain: 'a.example', proven_at: new Date(t.clock.now).toISOString() }],
        logins_running: [a.invocation_id],
      });
      const ours = saving(hold, profile, { storage_state: state(cookie('s', '2', 'a.example')) });
      expect(await t.vault.saveProfile(ours)).toEqual({ version: 3, replaced: true });
      expect(await cookiesOf(t, a)).toEqual(['s=2']);
      expect(await t.admin('profiles.import', imported(...other))).toMatchObject({ logins_running: [a.invocation_id] });
      expect(await cookiesOf(t, a)).toEqual(['more=1', 's=0']);
    },
  );
});

describe('a profile from before', () => {
  it('is filed when it is first loaded, and no session is lost', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    const old: StorageState = {
      cookies: [cookie('s', 'a', '.a.example'), cookie('s', 'b', 'b.example'), cookie('s', 'c', 'c.example')],
      origins: [origin('https://www.b.example', 'b')],
    };
    const session_storage = { 'https://a.example': { t: 'a' } };
    const facts = { [a.auth_agent_id]: { post_login_url: 'https://a.example/in', session_expires_at: null } };
    await t.admin('profiles.create', { name: 'p' });
    await writeStored(t, { storage_state: old, session_storage, facts });

    expect(await t.admin('profiles.storageState', { id_or_name: 'p' })).toEqual(old);
    expect(await loaded(t, a)).toMatchObject({ session_storage, facts: facts[a.auth_agent_id], version: 1 });
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([
      ['s=a', 's=c'],
      ['s=b', 's=c'],
    ]);
    // By the grants of its first load: who names a site later gets no session of another's from it.
    expect(await cookiesOf(t, await loginOf(t, 'd.example', { allowed_domains: ['c.example'] }))).toEqual(['s=c']);
    await save(t, a, (cookies) => cookies.map((one) => ({ ...one, value: '2' })));
    expect(await sum(t)).toEqual(['s=2', 's=b', 's=c']);
  });
});

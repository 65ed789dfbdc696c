/** A session belongs to the account that made it: whoever logs in as somebody else has none. */
import { describe, expect, it } from 'vitest';
import { agentId, type CredentialUpdate } from '../../contract/index.js';
import { cookie, cookiesOf, loginOf, save, saving, state, sum, writeStored } from './support/profile.js';
import { as, asAlice, credential, expectNone, hasSession, logIn, SITE } from './support/session-account.js';
import { begin, closing, grant, load, newInvocationId, openTestVault } from './support/vault.js';

describe('an agent that is to log in as somebody else', () => {
  it('has no session at once, and has its own again when it is switched back', async () => {
    const t = await asAlice();
    const bob = await as(t, 'bob');
    await expectNone(t, bob);
    await logIn(t, bob, 'bob');
    expect(await hasSession(t, bob)).toBe(true);
    expect([await cookiesOf(t, await as(t, 'bob')), await sum(t), await sum(t, SITE)]).toEqual([
      ['sid=bob'],
      ['sid=bob'],
      ['sid=bob'],
    ]);
    const alice = await as(t, 'alice');
    expect(await hasSession(t, alice)).toBe(false);
    expect([await sum(t), await sum(t, SITE), await cookiesOf(t, alice)]).toEqual([[], ['sid=alice'], ['sid=alice']]);
    await logIn(t, alice, 'alice');
    expect([await hasSession(t, alice), await sum(t)]).toEqual([true, ['sid=alice']]);
  });

  it('has none when the name in its credential changes', async () => {
    const changes: Omit<CredentialUpdate, 'id_or_name'>[] = [
      { values: { email: 'bob@example.com' } },
      { values: { username: 'bob' }, remove_value_keys: ['email'] },
    ];
    for (const changed of changes) {
      const t = await asAlice();
      await t.admin('credentials.update', { id_or_name: 'alice', ...changed });
      await expectNone(t, (await begin(t.vault, (await as(t, 'alice')).auth_agent_id, newInvocationId())).ref);
    }
  });

  it('has none when a name changes that is called so in another language, and keeps it when a secret does', async () => {
    for (const [name, secret] of [
      ['benutzername', 'kennwort'],
      ['numero_cliente', 'clave'],
      ['identifiant', 'mot_de_passe'],
      ['gebruikersnaam', 'gebruikerswachtwoord'],
      ['kontonummer', 'konto_pin'],
    ] as const) {
      const t = await asAlice({ [name]: 'alice', [secret]: 'a' });
      const update = (key: string, value: string) =>
        t.admin('credentials.update', { id_or_name: 'alice', values: { [key]: value } });
      await update(secret, 'b');
      expect(await hasSession(t, await as(t, 'alice'))).toBe(true);
      await update(name, 'bob');
      await expectNone(t, (await begin(t.vault, (await as(t, 'alice')).auth_agent_id, newInvocationId())).ref);
    }
  });

  it('has none at another organisation, or as another user of the same one', async () => {
    for (const [company, username] of [
      ['other', 'alice'],
      ['acme', 'bob'],
    ] as const) {
      const t = await asAlice({ company: 'acme', username: 'alice', password: 'a' });
      await credential(t, 'second', { company, username, password: 'a' });
      await expectNone(t, await as(t, 'second'));
    }
  });

  it('is the same one by another way to write it, by a name beside it, or by another credential of that name', async () => {
    const t = await asAlice({ email: 'alice@example.com', password: 'a' });
    const update = (values: Record<string, string>) => t.admin('credentials.update', { id_or_name: 'alice', values });
    await update({ email: ' Alice@Example.com' });
    await update({ username: 'al77', password: 'changed' });
    await credential(t, 'same', { username: 'AL77', password: 'a' });
    for (const name of ['alice', 'same']) {
      const ref = await as(t, name);
      expect([await hasSession(t, ref), await cookiesOf(t, ref)]).toEqual([true, ['sid=alice']]);
      await logIn(t, ref, 'alice');
    }
  });

  it('is another one by another credential, where neither says who it is', async () => {
    const t = await openTestVault();
    for (const name of ['one', 'two']) await credential(t, name, { password: name });
    await logIn(t, await as(t, 'one'), 'first');
    await t.admin('credentials.update', { id_or_name: 'one', values: { password: 'new' } });
    expect(await hasSession(t, await as(t, 'one'))).toBe(true);
    await expectNone(t, await as(t, 'two'));
  });

  it('keeps what it has without a credential', async () => {
    const t = await asAlice();
    const ref = await as(t, null);
    expect([await hasSession(t, ref), await cookiesOf(t, ref)]).toEqual([true, ['sid=alice']]);
    await logIn(t, ref, 'alice');
    await expectNone(t, await as(t, 'bob'));
  });
});

describe('who a person said to be', () => {
  const typed = { email: 'Bob@example.com', password: 'b' };

  it('is whose session it is', async () => {
    const t = await openTestVault();
    await logIn(t, await as(t, null), 'bob', typed);
    await credential(t, 'alice', { email: 'alice@example.com' });
    await credential(t, 'bob', { email: 'bob@example.com' });
    expect(await hasSession(t, await as(t, 'bob'))).toBe(true);
    await expectNone(t, await as(t, 'alice'));
  });

  it('counts for the credential that it was typed beside, and for no other one', async () => {
    const t = await asAlice();
    await logIn(t, await as(t, 'alice'), 'bob', typed);
    const again = await as(t, 'alice');
    expect([await hasSession(t, again), await cookiesOf(t, again)]).toEqual([true, ['sid=bob']]);
    await credential(t, 'alice2', { email: 'alice@example.com' });
    await expectNone(t, await as(t, 'alice2'));
  });

  it('is the credential that the answers were saved as', async () => {
    const t = await openTestVault();
    for (const [name, fields] of [
      ['named', { email: 'carol@example.com', password: 'c' }],
      ['unnamed', { password: 'c' }],
    ] as const) {
      const agent = await grant(t.admin, SITE);
      const start = { access_key: t.accessKey, save_credential_as: name };
      const { ref, give } = await begin(t.vault, agent.id, newInvocationId(), start);
      const { hold, profile } = await load(t.vault, ref);
      await t.vault.saveProfile(saving(hold, profile, { storage_state: state(cookie('sid', name, SITE)) }));
      const given = Object.fromEntries(
        await Promise.all(
          Object.entries(fields).map(async ([field, value]) => [field, await give(field, value)] as const),
        ),
      );
      await t.vault.closeInvocation(closing(ref, { given }));
      const { credential_name } = await t.admin('agents.retrieve', { id: agent.id });
      expect([credential_name, await hasSession(t, ref)]).toEqual([name, true]);
      expect(await cookiesOf(t, (await begin(t.vault, agent.id)).ref)).toEqual([`sid=${name}`]);
      await t.admin('agents.revoke', { id: agent.id });
      await t.admin('profiles.delete', { id_or_name: 'default' });
    }
  });
});

describe('a session that nobody has claimed', () => {
  it('is taken as it is, until a login has said whose it is', async () => {
    const t = await openTestVault();
    await credential(t, 'alice', { email: 'alice@example.com' });
    await credential(t, 'bob', { email: 'bob@example.com' });
    await t.admin('profiles.import', { name: 'p', storage_state: state(cookie('sid', 'imported', SITE)) });
    await as(t, 'alice');
    const bob = await as(t, 'bob');
    expect(await cookiesOf(t, bob)).toEqual(['sid=imported']);
    await logIn(t, bob, 'imported');
    await expectNone(t, await as(t, 'alice'));
  });

  it('from an earlier version is that of the credential which its agent had', async () => {
    const t = await asAlice();
    const site = 'example.com';
    const session = { storage_state: state(cookie('sid', 'old', SITE)), session_storage: null };
    await writeStored(t, { parts: [{ site, owner: null, for_all: false, version: 1, session }], facts: {} });
    const again = await as(t, 'alice');
    expect([await hasSession(t, again), await cookiesOf(t, again)]).toEqual([true, ['sid=old']]);
    await expectNone(t, await as(t, 'bob'));
    expect(await cookiesOf(t, await as(t, 'alice'))).toEqual(['sid=old']);
  });
});

describe('agents of one profile', () => {
  const ADMIN = 'admin.example.com';

  it('that are two people at one site never get the session of the other', async () => {
    const t = await asAlice();
    const bob = await as(t, 'bob', ADMIN);
    expect(await cookiesOf(t, bob)).toEqual([]);
    await save(t, bob, () => [cookie('sid', 'bob', '.example.com')]);
    await t.vault.closeInvocation(closing(bob));
    // Who reads the profile gets one of them, whole: the other has to be asked for first.
    const alice = await as(t, 'alice');
    expect([await hasSession(t, bob), await hasSession(t, alice)]).toEqual([true, false]);
    expect([await sum(t), await sum(t, ADMIN), await sum(t, SITE)]).toEqual([['sid=bob'], ['sid=bob'], ['sid=alice']]);
    expect(await cookiesOf(t, alice)).toEqual(['sid=alice']);
    await logIn(t, alice, 'alice');
    expect([await hasSession(t, bob), await hasSession(t, alice), await sum(t)]).toEqual([false, true, ['sid=alice']]);
  });

  it('hear at once that the session of another one has taken the place of theirs', async () => {
    const t = await asAlice();
    const bob = await as(t, 'bob', ADMIN);
    for (const id of await t.vault.changedAgents()) await t.vault.forgetChange(id);
    await save(t, bob, () => [cookie('sid', 'bob', '.example.com')]);
    await t.vault.closeInvocation(closing(bob));
    expect(await t.vault.changedAgents()).toEqual([agentId(SITE, 'p')]);
  });

  it('are one person at an identity provider, or two', async () => {
    const t = await openTestVault();
    for (const who of ['alice', 'bob'])
      await t.admin('credentials.create', {
        name: who,
        domain: 'one.example',
        values: { email: `${who}@gmail.com` },
        sso_provider: 'google',
      });
    await t.admin('credentials.create', {
      name: 'alice-two',
      domain: 'two.example',
      values: { email: 'alice@gmail.com' },
      sso_provider: 'google',
    });
    const one = await loginOf(t, 'one.example', { credential_name: 'alice' });
    await save(t, one, () => [cookie('g', 'alice', 'google.com'), cookie('s', '1', 'one.example')]);
    await t.vault.closeInvocation(closing(one));
    const two = await loginOf(t, 'two.example', { credential_name: 'alice-two' });
    expect(await cookiesOf(t, two)).toEqual(['g=alice']);
    expect(await cookiesOf(t, await loginOf(t, 'one.example', { credential_name: 'bob' }))).toEqual([]);
    // What is at the provider was made by somebody else than the agent that still goes on there.
    expect(await cookiesOf(t, two)).toEqual(['g=alice']);
  });

  it('that share a credential all lose their sessions when it becomes somebody else', async () => {
    const t = await asAlice();
    const other = await as(t, 'alice', ADMIN);
    await save(t, other, (cookies) => [...cookies]);
    await t.vault.closeInvocation(closing(other));
    await t.admin('credentials.update', { id_or_name: 'alice', values: { email: 'bob@example.com' } });
    expect([await hasSession(t, other), await hasSession(t, await as(t, 'alice'))]).toEqual([false, false]);
  });
});

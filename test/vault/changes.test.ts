import { expect, it } from 'vitest';
import { agentId } from '../../contract/index.js';
import { begin, closing, codeOf, grant, load, openTestVault, rule, type TestVault } from './support/vault.js';

const ID = agentId('example.com', 'default');
const COOKIE = { name: 's', value: 'v', domain: 'example.com', path: '/', expires: -1, httpOnly: true } as const;
const STATE = { cookies: [{ ...COOKIE, secure: true, sameSite: 'Lax' as const }], origins: [] };

/** An agent with a credential, which has heard of everything so far. */
async function start(t: TestVault): Promise<void> {
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'e', password: 'p' } });
  await grant(t.admin, 'example.com', { credential_name: 'shop' });
  expect(await t.vault.changedAgents()).toEqual([]);
}

const update = (t: TestVault, values: Record<string, string>) =>
  t.admin('credentials.update', { id_or_name: 'shop', values });

it('a change is kept for the agent until it has acted on it, and one that came meanwhile is not lost', async () => {
  const t = await openTestVault();
  await start(t);
  await grant(t.admin, 'other.example');
  await update(t, { password: 'p2' });
  await t.reopen();
  expect(await t.vault.changedAgents()).toEqual([ID]);
  const first = await t.vault.hearChange({ id: ID, heard: null }, ID);
  expect(first.change).not.toBeNull();
  await update(t, { password: 'p3' });
  const second = await t.vault.hearChange({ id: ID, heard: first.change }, ID);
  expect(second.change).not.toBe(first.change);
  expect(await t.vault.changedAgents()).toEqual([ID]);
  expect((await t.vault.hearChange({ id: ID, heard: second.change }, ID)).change).toBeNull();
  expect(await t.vault.changedAgents()).toEqual([]);
  expect(await codeOf(t.vault.hearChange({ id: ID, heard: null }, 'agent_other.example_default'))).toBe(
    'agent_not_found',
  );
});

rule.each<[string, (t: TestVault) => Promise<unknown>, boolean]>([
  [
    'a value that is removed',
    (t) => t.admin('credentials.update', { id_or_name: 'shop', remove_value_keys: ['password'] }),
    true,
  ],
  ['a credential that is deleted', (t) => t.admin('credentials.delete', { id_or_name: 'shop' }), true],
  ['another credential', (t) => grant(t.admin, 'example.com', { credential_name: null }), true],
  ['other places', (t) => grant(t.admin, 'example.com', { allowed_domains: ['idp.example'] }), true],
  ['another address', (t) => grant(t.admin, 'example.com', { login_url: 'https://example.com/in' }), true],
  ['the same grant again', (t) => grant(t.admin, 'example.com', { credential_name: 'shop' }), false],
])('%s is heard of where it changes something', async (_, change, isHeard) => {
  const t = await openTestVault();
  await start(t);
  await change(t);
  expect(await t.vault.changedAgents()).toEqual(isHeard ? [ID] : []);
});

it.each<[string, (t: TestVault) => Promise<unknown>, boolean]>([
  ['deleted', (t) => t.admin('profiles.delete', { id_or_name: 'default' }), false],
  [
    'emptied',
    (t) => t.admin('profiles.import', { name: 'default', storage_state: { cookies: [], origins: [] } }),
    false,
  ],
  ['imported', (t) => t.admin('profiles.import', { name: 'default', storage_state: STATE }), true],
])('a session whose profile is %s is there or not, at once', async (_, change, isThere) => {
  const t = await openTestVault();
  await start(t);
  await t.admin('profiles.import', { name: 'default', domain: 'example.com', storage_state: STATE });
  const { ref } = await begin(t.vault, ID);
  const { hold, profile } = await load(t.vault, ref);
  const session = { storage_state: STATE, session_storage: null, base_version: profile?.version ?? null };
  const facts = { post_login_url: null, shown_url: null, session_expires_at: null };
  await t.vault.saveProfile({ ...hold, ...session, ...facts });
  await t.vault.closeInvocation(closing(ref));
  expect(await t.vault.hasSession(ID)).toBe(true);
  await change(t);
  expect(await t.vault.hasSession(ID)).toBe(isThere);
  expect(await t.vault.hearChange({ id: ID, heard: null }, ID)).toMatchObject({ has_session: isThere });
});

rule('a profile that is deleted while a login runs is made anew by what it saves', async () => {
  const t = await openTestVault();
  await start(t);
  await t.admin('profiles.import', { name: 'default', storage_state: STATE });
  const { ref } = await begin(t.vault, ID);
  const { hold, profile } = await load(t.vault, ref);
  await t.admin('profiles.delete', { id_or_name: 'default' });
  const session = { storage_state: STATE, session_storage: null, base_version: profile?.version ?? null };
  const facts = { post_login_url: null, shown_url: null, session_expires_at: null };
  expect(await t.vault.saveProfile({ ...hold, ...session, ...facts })).not.toBeNull();
  await t.vault.closeInvocation(closing(ref));
  expect(await t.vault.hasSession(ID)).toBe(true);
});

it('a credential with the name that a login in progress saves under becomes the agent’s, on its site alone', async () => {
  const t = await openTestVault();
  await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, ID, undefined, { access_key: t.accessKey, save_credential_as: 'expected' });
  await t.admin('credentials.create', { name: 'unexpected', domain: 'example.com', values: { password: 'p' } });
  expect(await t.vault.readStored(ref)).toMatchObject({ stored: [] });
  await t.admin('credentials.create', { name: 'expected', domain: 'example.com', values: { password: 'p' } });
  expect(await t.vault.readStored(ref)).toMatchObject({ stored: ['password'], refused: [] });
  expect(await t.vault.changedAgents()).toEqual([ID]);

  const elsewhere = await openTestVault();
  await grant(elsewhere.admin, 'example.com');
  const other = await begin(elsewhere.vault, ID, undefined, {
    access_key: elsewhere.accessKey,
    save_credential_as: 'expected',
  });
  await elsewhere.admin('credentials.create', { name: 'expected', domain: 'evil.example', values: { password: 'p' } });
  expect(await elsewhere.vault.readStored(other.ref)).toMatchObject({ stored: [] });
});

rule('what is stored is told from what was there before, and a secret from that of another name', async () => {
  const t = await openTestVault();
  await start(t);
  const { ref } = await begin(t.vault, ID);
  const read = async () => (await t.vault.readStored(ref))!;
  const before = await read();
  await update(t, { email: 'e', password: 'p' });
  expect(await read()).toEqual(before);
  await update(t, { password: 'p2' });
  const corrected = await read();
  expect(corrected.marks?.password).not.toBe(before.marks?.password);
  expect(corrected.marks?.email).toBe(before.marks?.email);
  await update(t, { email: 'e2' });
  const renamed = await read();
  expect(renamed.marks?.password).not.toBe(corrected.marks?.password);
  await update(t, { benutzername: 'b' });
  expect((await read()).marks?.password).not.toBe(renamed.marks?.password);
  await grant(t.admin, 'example.com', { send_to: ['api.example.com'] });
  expect((await read()).grant_mark).not.toBe(before.grant_mark);
  await t.vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
  expect(await t.vault.readStored(ref)).toBeNull();
});

it('a name that is corrected gives the refused password another try, and the refused pair none', async () => {
  const t = await openTestVault();
  await start(t);
  const send = async (email: string) => {
    t.clock.now += 1000;
    const { ref, begun } = await begin(t.vault, ID);
    const together = { email, password: 'p' };
    const refusedBefore = await t.vault.wasRefused(ID, 'password', 'p', together);
    const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1:1` };
    const secrets = Object.entries(together).map(([key, value]) => ({
      field: key,
      key,
      value,
      from: 'stored' as const,
    }));
    await t.vault.prepareAttempt({ ...attempt, secrets });
    await t.vault.armAttempt(attempt);
    await t.vault.judgeAttempt(attempt, { outcome: 'refused', refused_fields: ['password'] });
    await t.vault.closeInvocation(closing(ref, { status: 'FAILED' }));
    return { refused: begun.refused, refusedBefore };
  };
  expect(await send('e')).toEqual({ refused: [], refusedBefore: false });
  expect((await begin(t.vault, ID)).begun.refused).toEqual(['password']);
  await update(t, { email: 'e2' });
  expect(await send('e2')).toEqual({ refused: [], refusedBefore: false });
  await update(t, { email: 'e' });
  expect((await begin(t.vault, ID)).begun.refused).toEqual([]);
  expect(await t.vault.wasRefused(ID, 'password', 'p', { email: 'e', password: 'p' })).toBe(true);
});

it('nothing is left of an agent that is gone', async () => {
  const t = await openTestVault();
  await start(t);
  await update(t, { password: 'p2' });
  await t.admin('agents.revoke', { id: ID });
  expect(await t.vault.changedAgents()).toEqual([]);
  expect(await t.vault.hearChange({ id: ID, heard: null }, ID)).toEqual({ change: null, has_session: false });
});

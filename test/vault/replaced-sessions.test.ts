/** Something else is put in the place of a session by hand while a login of it runs, or its agent becomes somebody else. */
import { describe, expect, it } from 'vitest';
import type { LoginRef } from '../../contract/steps.js';
import { cookie, cookiesOf, loginOf, save, saving, state } from './support/profile.js';
import { asAlice, as as asCredential, SITE } from './support/session-account.js';
import { closing, load, openTestVault, type TestVault } from './support/vault.js';

const sid = (value: string, domain = SITE) => state(cookie('sid', value, domain));
const importing = ({ admin }: TestVault, value: string, domain = SITE) =>
  admin('profiles.import', { name: 'p', domain, storage_state: sid(value, domain) });

/** A login that stands half-way. */
async function halfDone(t: TestVault): Promise<LoginRef> {
  const ref = await loginOf(t, SITE);
  const { profile } = await load(t.vault, ref);
  const { session } = await t.vault.grantFor(ref);
  const where = { url: `https://${SITE}/code`, base_version: profile?.version ?? null, session };
  await t.vault.saveCheckpoint(ref, { storage_state: state(cookie('half', '1', SITE)), ...where });
  return ref;
}

/** What a login goes by, as its page and its workflow see it. */
async function sees(t: TestVault, ref: LoginRef) {
  const { session, is_another } = await t.vault.grantFor(ref);
  const { grant_mark } = (await t.vault.readStored(ref))!;
  return { session, is_another, grant_mark, isHalfDone: (await t.vault.loadCheckpoint(ref)) !== null };
}

async function start(): Promise<TestVault> {
  const t = await openTestVault();
  await save(t, await loginOf(t, SITE), () => [cookie('sid', 'first', SITE), cookie('seen', '1', 'passed.example')]);
  await importing(t, 'second');
  return t;
}

describe('a login that runs notices, and does not go on where it stood,', () => {
  it.each<[string, (t: TestVault) => Promise<unknown>]>([
    ['an import', (t) => importing(t, 'third')],
    ['a rollback', (t) => t.admin('profiles.rollback', { id_or_name: 'p', version: 1 })],
    ['that its profile is deleted', (t) => t.admin('profiles.delete', { id_or_name: 'p' })],
  ])('%s', async (_, change) => {
    const t = await start();
    const ref = await halfDone(t);
    const before = await sees(t, ref);
    expect(before).toMatchObject({ isHalfDone: true });
    await change(t);
    const now = await sees(t, ref);
    expect(now).toMatchObject({ session: before.session + 1, isHalfDone: false });
    expect(now.grant_mark).not.toBe(before.grant_mark);
    expect(await t.vault.changedAgents()).toContain(ref.auth_agent_id);
  });

  it.each<[string, (t: TestVault) => Promise<unknown>]>([
    ['an import of what is there', (t) => importing(t, 'second')],
    ["an import at another agent's site", (t) => importing(t, 'x', 'other.example')],
    ['what a browser brings back', bringBack],
  ])('but not %s', async (_, change) => {
    const t = await start();
    await loginOf(t, 'other.example');
    const ref = await halfDone(t);
    const before = await sees(t, ref);
    await change(t);
    expect(await sees(t, ref)).toEqual(before);
  });
});

async function bringBack({ admin }: TestVault): Promise<void> {
  const handed = await admin('profiles.session', { id_or_name: 'p', domain: SITE });
  if ('in_use' in handed) throw new Error('in use');
  const { version, base, handed_out } = handed;
  const given = { id_or_name: 'p', domain: SITE, version, base, handed_out, session_storage: null };
  expect(await admin('profiles.save', { ...given, storage_state: sid('third') })).toMatchObject({ left_out: [] });
}

it('what somebody deletes does not come back with a login that ran, but for the site that it has proven', async () => {
  for (const isMadeAgain of [false, true]) {
    const t = await start();
    const ref = await loginOf(t, SITE);
    const { hold, profile } = await load(t.vault, ref);
    await t.admin('profiles.delete', { id_or_name: 'p' });
    if (isMadeAgain) await importing(t, 'x', 'other.example');
    const now = state(cookie('sid', 'new', SITE), cookie('seen', '1', 'passed.example'));
    expect(await t.vault.saveProfile(saving(hold, profile, { storage_state: now }))).not.toBeNull();
    expect(await cookiesOf(t, await loginOf(t, SITE))).toEqual(isMadeAgain ? ['sid=new', 'sid=x'] : ['sid=new']);
  }
});

describe('a login whose page was opened for a user name', () => {
  const update = (values: Record<string, string>) => (t: TestVault) =>
    t.admin('credentials.update', { id_or_name: 'alice', values });

  it.each<[string, (t: TestVault) => Promise<unknown>, boolean]>([
    ['is for another one once that is corrected', update({ email: 'al@example.com' }), true],
    ['is for the same one where only its letters change', update({ email: ' Alice@Example.com' }), false],
    ['is for the same one where a name is added beside it', update({ username: 'ali' }), false],
    ['is for the same one with another password', update({ password: 'b' }), false],
  ])('%s', async (_, change, isAnother) => {
    const t = await asAlice();
    const ref = await asCredential(t, 'alice');
    await load(t.vault, ref);
    const before = await sees(t, ref);
    await change(t);
    const now = await sees(t, ref);
    expect([now.is_another ?? false, now.grant_mark !== before.grant_mark]).toEqual([isAnother, isAnother]);
    await load(t.vault, ref);
    expect((await sees(t, ref)).is_another).toBeUndefined();
  });
});

it('an agent whose site a login of another one has lost the session of is called logged in no more, whatever is left elsewhere', async () => {
  const t = await openTestVault();
  const named = { allowed_domains: [SITE, 'idp.example'] };
  const other = await loginOf(t, 'other.example', named);
  const ref = await loginOf(t, SITE, { allowed_domains: ['idp.example'] });
  await save(t, ref, () => [cookie('sid', '1', SITE), cookie('sso', '1', 'idp.example')]);
  await t.vault.closeInvocation(closing(ref));
  expect(await t.vault.hasSession(ref.auth_agent_id)).toBe(true);
  await save(t, other, (cookies) => [
    ...cookies.filter(({ name }) => name !== 'sid'),
    cookie('own', '1', 'other.example'),
  ]);
  expect(await t.vault.hasSession(ref.auth_agent_id)).toBe(false);
  expect(await t.vault.changedAgents()).toContain(ref.auth_agent_id);
});

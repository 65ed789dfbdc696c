/** A vault that has used every table, and what shows that another one is the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createProviders } from '../../../activities/providers/index.js';
import { openVault, type Vault } from '../../../activities/vault/index.js';
import type { LearnedRecipe } from '../../../activities/vault/types.js';
import { agentId } from '../../../contract/index.js';
import { Account, makeAgent } from '../support/account.js';
import { begin, createCaller, load, newInvocationId, openTestVault, type TestVault } from '../support/vault.js';

const SITE = 'example.com';
const SECRET = 'JBSWY3DPEHPK3PXP';
const VALUES = { email: 'ada@example.com', password: 'pässword-\u{1F511}' };
const CONSENT = { site: 'idp.example', client: 'shop', scopes: ['openid'] };
const COOKIE = {
  name: 's',
  value: 'cookie',
  domain: SITE,
  path: '/',
  expires: -1,
  httpOnly: true,
  secure: true,
  sameSite: 'Lax',
} as const;
const SESSION = { storage_state: { cookies: [COOKIE], origins: [] }, session_storage: null };
const FACTS = { post_login_url: `https://${SITE}/in`, shown_url: null, session_expires_at: null };
const PROXY = { server: 'socks5://proxy.example:1080', username: 'ada', password: 'of the proxy' };
const RECIPE: LearnedRecipe = { login_url: `https://${SITE}/login`, session_url: null, recipes: [] };
const LEASE = { id: `lease_${'l'.repeat(22)}`, lease_seconds: 86_400 };
const CHECKPOINT = { storage_state: { cookies: [COOKIE], origins: [] }, url: `https://${SITE}/step?token=1` };

const PROGRAM = `#!/bin/sh
case "$1" in
  list) echo '{"items":[{"id":"i","title":"t","urls":["found.example.com"],"username":"ada"}]}' ;;
  *) echo '{"item":{"values":{"username":"ada"}}}' ;;
esac
`;

/** A provider that has one item, so that its tables are used too. */
async function oneItem() {
  const folder = await mkdtemp(join(tmpdir(), 'providers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'one'), PROGRAM, { mode: 0o700 });
  return createProviders({ folder });
}

const LEADS = {
  requests: [{ url: `https://${SITE}/`, type: 'document', values: [], marked: false }],
  page: { address: `https://${SITE}/`, salt: 'salt', member: ['hash'], stranger: [] },
  old_cookies: [],
  changes: false,
} as const;

export type FullVault = Awaited<ReturnType<typeof fillVault>>;

/** One login that has ended, one that waits for a person, and everything that is remembered of either. */
export async function fillVault() {
  const t = await openTestVault({ onPostgres: false, providers: await oneItem() });
  const { admin, vault } = t;
  await admin('credentials.create', { name: 'shop', domain: SITE, values: VALUES, totp_secret: SECRET });
  await admin('agents.pause', { of: { domain: 'elsewhere.example' }, reason: 'moved' });
  await admin('webhooks.create', { url: 'https://hooks.example.com/', types: ['invocation.started'] });
  const done = await makeAgent(t, 'done', 'shop');
  t.clock.now += 60_000;
  expect(await vault.claimTotp(done.agent, t.clock.now)).toMatchObject({ kind: 'code' });
  const ended = await done.begin();
  expect(await done.send(ended, { outcome: 'accepted' })).toBe('sent');
  const { hold } = await load(vault, ended);
  await vault.saveProfile({ ...hold, ...SESSION, ...FACTS, base_version: null, leads: LEADS });
  await vault.learnRecipe(done.agent, RECIPE);
  await vault.noteSingleVisit(ended);
  const [profile] = (await admin('profiles.list', {})).items;
  await admin('profiles.session', { id_or_name: profile!.name, base: `base_${'b'.repeat(22)}`, lease: LEASE });
  await vault.keepPicture(ended, Buffer.from('pixels'));

  await admin('agents.grant', { id: done.agent, domain: SITE, profile_name: 'done', proxy: PROXY });
  const waits = await makeAgent(t, 'waits', 'shop', 'other.example.com');
  const invocation_id = newInvocationId();
  const link_hash = 'a'.repeat(64);
  const again = await (await makeAgent(t, 'again', 'shop', 'again.example.com')).begin();
  await admin('invocations.link', { invocation_id, link_hash });
  const { ref, give, entitle } = await begin(vault, waits.agent, invocation_id, { access_key: t.accessKey, link_hash });
  await vault.noteAsked(ref, { question: 1, site: SITE, provider: null });
  const given = await give('password', 'given');
  await vault.saveCheckpoint(ref, CHECKPOINT);
  await load(vault, ref);
  const choice = { sign_in_option: 'allow' };
  const allowed = { ...ref, ...(await entitle({ sign_in_option_id: 'allow' })), choice };
  expect(await vault.rememberConsent(allowed, [CONSENT])).toBe(true);
  expect(
    await waits.send(ref, { outcome: 'refused', refused_fields: ['password'] }, { password: 'wrong', answers: 1 }),
  ).toBe('sent');
  await vault.noteNeedsHuman({ ...again, question: 1, waits_for: 'input', fields: ['password'] });
  await admin('credentials.update', { id_or_name: 'shop', values: VALUES });
  // What is to be sent is put into line by whoever reads.
  await admin('events.list', {});
  await vault.appendTrace(ref, [{ at: 1, stage: 'judge', rule: 'verdict', reason: 'new_words', facts: {} }]);
  await admin('pieces.put', { id: 'p'.repeat(16), at: 0, data: 'AA==' });
  await admin('providers.create', {
    name: 'op',
    provider_type: 'command',
    token: 'token',
    settings: { command: 'one' },
  });
  const down = await siteDown(t);
  const found = await makeAgent(t, 'found', 'shop', 'found.example.com');
  await admin('agents.grant', {
    id: found.agent,
    domain: 'found.example.com',
    profile_name: 'found',
    credential: { provider: 'op', auto: true },
  });
  const over = await makeAgent(t, 'over', 'shop', 'over.example.com');
  await over.prove(await over.begin());
  const none = { last_auth_at: null, session_expires_at: null, post_login_url: null, save_credential_as: null };
  await vault.recordAgent({ id: over.agent, status: 'NEEDS_AUTH', ...none }, over.agent);
  await makeAgent(t, 'gone', 'shop', 'gone.example.com');
  await admin('agents.revoke', { id: agentId('gone.example.com', 'gone') });
  await vault.askComparison();
  expect(await vault.readItem(await found.begin())).toMatchObject({ kind: 'read' });
  return { t, done, waits, found, over, again, down, ref, given };
}

/** Three accounts that have met trouble of their site, which has asked one of them to wait; an admin has lifted another stop before. */
async function siteDown(t: TestVault): Promise<Account[]> {
  const down: Account[] = [];
  for (const name of ['down1', 'down2', 'down3']) {
    // Without a credential each is an account of its own.
    const id = agentId('down.example', name);
    await t.admin('agents.grant', { id, domain: 'down.example', profile_name: name });
    const account = new Account(t, id);
    const ref = await account.begin();
    await t.vault.noteRetryAfter(ref, 600_000);
    await account.end(ref, 'website_error');
    down.push(account);
  }
  await t.admin('agents.resetAttempts', { id: (down[0] as Account).agent, reason: 'by mistake' });
  for (const account of down) {
    const ref = await account.begin();
    await account.end(ref, 'website_error');
  }
  return down;
}

/** Uses a vault that has to be the one that was filled. */
export async function expectSame(
  vault: Vault,
  { t, done, waits, found, over, again, down, ref, given }: FullVault,
): Promise<void> {
  const admin = createCaller(() => vault, t.accessKey);
  expect(await admin('credentials.list', {})).toMatchObject({ items: [{ name: 'shop', has_totp_secret: true }] });
  expect(await vault.openStored(done.agent, 'password')).toBe(VALUES.password);
  expect((await admin('agents.list', {})).items.map(({ id }) => id).sort()).toEqual(
    [done.agent, waits.agent, found.agent, over.agent, again.auth_agent_id, ...down.map(({ agent }) => agent)].sort(),
  );
  expect(await vault.openGiven({ ...ref, ...given })).toBe('given');
  expect(await vault.loadCheckpoint(ref)).toMatchObject(CHECKPOINT);
  expect(await vault.consentsOf(waits.agent)).toEqual([CONSENT]);
  expect(await vault.learnedRecipe(done.agent)).toEqual(RECIPE);
  expect((await admin('invocations.trace', { invocation_id: ref.invocation_id })).entries).toHaveLength(1);
  expect(await vault.wasRefused(waits.agent, 'password', 'wrong', { email: 'ada@example.com' })).toBe(true);
  // The step that was used before the copy is used after it, too.
  expect(await vault.claimTotp(done.agent, t.clock.now)).toMatchObject({ kind: 'wait' });
  expect((await admin('events.list', {})).items.map(({ type }) => type)).toContain('invocation.started');
  expect(await admin('webhooks.list', {})).toMatchObject({ items: [{ pending: expect.any(Number) }] });
  expect(await vault.deletedAmong([agentId('gone.example.com', 'gone')])).toHaveLength(1);
  const next = await begin(vault, done.agent);
  expect(await vault.openProxy(next.ref)).toEqual(PROXY);
  expect((await load(vault, next.ref)).profile?.storage_state.cookies).toEqual([COOKIE]);
}

/** A worker of the copy, with a state folder of its own. */
export const openCopy = (t: TestVault, url: string, stateDir: string, masterKey: string): Promise<Vault> =>
  openVault({ stateDir, clock: () => t.clock.now, postgres: { url, masterKey: { text: masterKey }, migrate: false } });

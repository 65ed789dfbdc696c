/** Threat: whoever has lost a right still has what it was used to make: links that answer logins, given to others or kept. */
import { expect, it } from 'vitest';
import type { DeliveryToSend } from '../../activities/vault/index.js';
import { newLease } from '../../client/new-base.js';
import { makeHandoff } from '../../client/random.js';
import type { EventType } from '../../contract/events.js';
import { hashOfLinkCode } from '../../contract/invocation/link-code.js';
import { start } from '../vault/support/account.js';
import { cookie, saving, state } from '../vault/support/profile.js';
import {
  begin,
  closing,
  codeOf,
  createCaller,
  grant,
  load,
  newInvocationId,
  openTestVault,
  type TestVault,
} from '../vault/support/vault.js';

const BROWSER = 'a'.repeat(64);

type Login = Awaited<ReturnType<typeof begin>>;

async function atShop() {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'shop.example');
  const thief = await t.vault.createAccessKey({ name: 'thief', scopes: ['orchestrate', 'answer'] });
  const revoke = () => t.admin('keys.revoke', { id: thief.split('.')[1]! });
  return { t, id, thief, revoke };
}

/** What an answer with the code of a link comes to. */
async function answerWith(t: TestVault, { give, ref }: Login, link_code: string): Promise<string> {
  const given = await give('password', 'evil', 1, { link_code });
  return t.vault.openGiven({ ...ref, ...given }).catch((error) => error.code);
}

it('a link that was recorded with a key ends with it, and those that others made stay', async () => {
  const { t, id, thief, revoke } = await atShop();
  const login = await begin(t.vault, id);
  const { invocation_id } = login.ref;
  const [stolen, good] = [makeHandoff(), makeHandoff()];
  await createCaller(() => t.vault, thief)('invocations.link', { invocation_id, link_hash: stolen.hash });
  await t.admin('invocations.link', { invocation_id, link_hash: good.hash });
  expect(await answerWith(t, login, stolen.code)).toBe('evil');
  await revoke();
  expect(await answerWith(t, login, stolen.code)).toBe('not_entitled');
  expect(await answerWith(t, login, good.code)).toBe('evil');
  // Nor can it be opened, or sent again, or tell how the login has ended.
  const link = { invocation_id, link_hash: stolen.hash };
  expect(await codeOf(t.admin('invocations.openLink', { ...link, browser_hash: BROWSER }))).toBe('handoff_expired');
  expect(await codeOf(t.admin('invocations.resendLink', link))).toBe('handoff_expired');
  await t.vault.closeInvocation(closing(login.ref, { status: 'CANCELED' }));
  expect(await t.admin('invocations.checkLink', link)).toEqual({ entitled: false });
  const ended = { entitled: false, lasting: true, over: true };
  expect(await t.admin('invocations.checkLink', { invocation_id, link_hash: good.hash })).toEqual(ended);
});

it('so does the one that came with a start', async () => {
  const { t, id, thief, revoke } = await atShop();
  const { code, hash } = makeHandoff();
  const login = await begin(t.vault, id, newInvocationId(), { access_key: thief, link_hash: hash });
  expect(await answerWith(t, login, code)).toBe('evil');
  await revoke();
  expect(await answerWith(t, login, code)).toBe('not_entitled');
});

/** A login that has asked for a password, and what the webhook was to be sent for it. */
async function askedByWebhook(types: readonly EventType[] | null = null) {
  const { t, id } = await atShop();
  const { id: webhook } = await t.admin('webhooks.create', { url: 'https://chat.example/hook', types });
  const login = await begin(t.vault, id);
  const until = new Date(t.clock.now + 86_400_000).toISOString();
  await t.vault.noteNeedsHuman({ ...login.ref, question: 1, waits_for: 'input', fields: ['password'], until });
  return { t, webhook, login, sent: await nextLink(t) };
}

/** Sends what is due until something has a link. */
async function nextLink(t: TestVault): Promise<DeliveryToSend & { readonly code: string }> {
  for (let tries = 0; tries < 5; tries += 1)
    for (const sent of await t.vault.takeDeliveries(10, new Map())) {
      if (sent.link !== null) return { ...sent, code: sent.link.code };
      await t.vault.settleDelivery(sent, { status: 200, failure: null });
    }
  throw new Error('nothing with a link was to be sent');
}

it('links that a webhook was sent end with it, also one that is on its way', async () => {
  const { t, webhook, login, sent } = await askedByWebhook();
  const codes = [sent.code];
  expect(await answerWith(t, login, codes[0]!)).toBe('evil');
  await t.admin('webhooks.delete', { id: webhook });
  expect(await answerWith(t, login, codes[0]!)).toBe('not_entitled');
  const link = { invocation_id: login.ref.invocation_id, link_hash: hashOfLinkCode(codes[0]!) };
  expect(await codeOf(t.admin('invocations.openLink', { ...link, browser_hash: BROWSER }))).toBe('handoff_expired');
});

it.each<[what: string, isDelivered: boolean, types: readonly EventType[] | null]>([
  ['that the old one took', true, null],
  ['that is on its way to the old one', false, null],
  ['of a webhook without reminders', true, ['reauth.needs_human']],
])('they end with the address that they were sent to, and the new one gets others: one %s', async (...how) => {
  const [, isDelivered, types] = how;
  const { t, webhook, login, sent } = await askedByWebhook(types);
  if (isDelivered) await t.vault.settleDelivery(sent, { status: 200, failure: null });
  await t.admin('webhooks.update', { id: webhook, url: sent.url });
  expect(await answerWith(t, login, sent.code)).toBe('evil');
  await t.admin('webhooks.update', { id: webhook, url: 'https://other.example/hook' });
  expect(await answerWith(t, login, sent.code)).toBe('not_entitled');
  if (!isDelivered) await t.vault.settleDelivery(sent, { status: 200, failure: null });
  const next = await nextLink(t);
  expect(next.url).toBe('https://other.example/hook');
  expect(await answerWith(t, login, next.code)).toBe('evil');
  // Back where it was, the first link is as dead as it was.
  await t.admin('webhooks.update', { id: webhook, url: sent.url });
  for (const { code } of [sent, next]) expect(await answerWith(t, login, code)).toBe('not_entitled');
});

it('what the old address did not take has a link that works at the new one', async () => {
  const { t, webhook, login, sent } = await askedByWebhook();
  await t.vault.settleDelivery(sent, { status: 500, failure: 'status' });
  await t.admin('webhooks.update', { id: webhook, url: 'https://other.example/hook' });
  const again = await nextLink(t);
  expect(again.event.id).toBe(sent.event.id);
  expect(await answerWith(t, login, again.code)).toBe('evil');
});

it('so do leases, by which nobody but who uses a session keeps it from being renewed', async () => {
  const { t, id, thief, revoke } = await atShop();
  const imported = [{ name: 'sid', value: '1', domain: 'shop.example', path: '/' }];
  await t.admin('profiles.import', { name: 'default', storage_state: imported });
  const inUse = async () => (await t.admin('agents.retrieve', { id })).in_use_until;
  const ask = { id_or_name: 'default', lease: newLease(86_400) };
  await createCaller(() => t.vault, thief)('profiles.storageState', ask);
  expect(await inUse()).not.toBeNull();
  await revoke();
  expect(await inUse()).toBeNull();
});

it('a login whose agent was deleted saves nothing any more, and opens nothing that people gave', async () => {
  const { t, id } = await atShop();
  const { ref, give } = await begin(t.vault, id);
  const given = await give('password', 'given');
  const { hold, profile } = await load(t.vault, ref);
  await t.admin('agents.revoke', { id });
  const evil = saving(hold, profile, { storage_state: state(cookie('sid', '1', 'shop.example')) });
  expect(await codeOf(t.vault.saveProfile(evil))).toBe('invocation_ended');
  expect(await codeOf(t.vault.openGiven({ ...ref, ...given }))).toBe('invocation_ended');
  expect(await t.vault.keepProfile(hold)).toBe('lost');
  expect((await t.admin('profiles.list', {})).items).toEqual([]);
});

it('nor does it type what was about to be typed', async () => {
  const { t, account } = await start();
  const { attempt } = await account.clear(await account.begin());
  await t.admin('agents.revoke', { id: account.agent });
  expect(await t.vault.armAttempt(attempt)).toBe(false);
});

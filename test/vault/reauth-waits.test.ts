import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { reachesOf } from '../../activities/browser/index.js';
import { webhookChannel } from '../../activities/webhooks/index.js';
import { hashOfLinkCode } from '../../contract/invocation/link-code.js';
import type { LoginRef } from '../../contract/steps.js';
import { startReceiver } from '../support/receiver.js';
import { DAY, HOUR, MINUTE, start } from './support/account.js';
import {
  begin,
  beginning,
  closing,
  codeOf,
  grant,
  newInvocationId,
  ON_POSTGRES,
  openTestVault,
  prove,
  rule,
  type TestVault,
} from './support/vault.js';

const PUBLIC = 'https://agents.example.com';
const BROWSER = { one: 'a'.repeat(64), other: 'b'.repeat(64) };

const channel = webhookChannel({ reaches: reachesOf('loopback'), publicUrl: async () => PUBLIC });

async function sendAll({ vault }: TestVault): Promise<void> {
  for (;;) {
    const taken = await vault.takeDeliveries(10, new Map());
    if (taken.length === 0) return;
    for (const delivery of taken) await vault.settleDelivery(delivery, await channel.send(delivery));
  }
}

const asks = (t: TestVault, ref: LoginRef, question = 1, fields: readonly string[] = ['password']) =>
  t.vault.noteNeedsHuman({
    ...ref,
    question,
    waits_for: 'input',
    fields,
    until: new Date(t.clock.now + 7 * DAY).toISOString(),
  });

async function waiting() {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, id);
  await asks(t, ref);
  const wait = async () => (await t.admin('agents.retrieve', { id })).reauth_wait;
  const types = async () => (await t.admin('events.list', { limit: 100 })).items.map(({ type }) => type);
  return { t, id, ref, wait, types };
}

const expire = (t: TestVault, ref: LoginRef) =>
  t.vault.closeInvocation(closing(ref, { status: 'EXPIRED', error_code: 'awaiting_input_timeout' }));
const readEnd = (t: TestVault, ref: LoginRef) => t.vault.readEnd({ ...ref, run_id: null });
const at = (ms: number) => new Date(ms).toISOString();

describe('what an agent waits for', () => {
  rule('is seen at the agent, and gone with a session', async () => {
    const { t, ref, wait } = await waiting();
    const since = at(t.clock.now);
    const until = at(t.clock.now + 7 * DAY);
    const { invocation_id } = ref;
    expect(await wait()).toEqual({
      since,
      waits_for: 'input',
      missing: ['password'],
      invocation_id,
      until,
      next_at: null,
    });
    await prove(t.vault, ref);
    await t.vault.closeInvocation(closing(ref));
    expect(await wait()).toBeNull();
  });

  rule('stays when nobody answers, and is asked again after a day, then weekly', async () => {
    const { t, id, ref, wait } = await waiting();
    const since = at(t.clock.now);
    t.clock.now += 7 * DAY;
    await expire(t, ref);
    const again = at(t.clock.now + DAY);
    expect(await wait()).toMatchObject({ since, missing: ['password'], invocation_id: null, next_at: again });
    expect(await readEnd(t, ref)).toMatchObject({ status: 'EXPIRED', again_at: again });

    for (let count = 0; count < 2; count += 1) {
      t.clock.now += DAY;
      const next = (await begin(t.vault, id)).ref;
      await asks(t, next);
      expect(await wait()).toMatchObject({ since, invocation_id: next.invocation_id, next_at: null });
      await expire(t, next);
      expect(await readEnd(t, next)).toMatchObject({ again_at: at(t.clock.now + 7 * DAY) });
    }
  });

  it('does not come again by itself once the site has refused a value, until there is another one', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'refused', refused_fields: ['password'] })).toBe('sent');
    await asks(t, ref);
    await expire(t, ref);
    const { reauth_wait } = await t.admin('agents.retrieve', { id: account.agent });
    expect(reauth_wait).toMatchObject({ invocation_id: null, next_at: null });
    expect(await readEnd(t, ref)).not.toHaveProperty('again_at');

    expect(await t.vault.hearChange({ id: account.agent, heard: null }, account.agent)).not.toHaveProperty(
      'may_be_answered',
    );
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'another one' } });
    expect(await t.vault.hearChange({ id: account.agent, heard: null }, account.agent)).toMatchObject({
      may_be_answered: true,
    });
  });

  rule('is gone when the login fails for another reason, and with its agent', async () => {
    const { t, id, ref, wait } = await waiting();
    await t.vault.closeInvocation(closing(ref, { status: 'FAILED', error_code: 'website_error' }));
    expect(await wait()).toBeNull();
    const next = (await begin(t.vault, id)).ref;
    await asks(t, next);
    await expire(t, next);
    await t.admin('agents.revoke', { id });
    await grant(t.admin, 'example.com');
    expect(await wait()).toBeNull();
  });

  rule('lasts as long as its agent says', async () => {
    const { t, id } = await waiting();
    const begun = () => t.vault.beginInvocation(beginning({ invocation_id: newInvocationId(), auth_agent_id: id }));
    expect(await begun()).toMatchObject({ reauth_wait_seconds: 604_800, has_session: false });
    await t.admin('agents.update', { id, reauth_wait_seconds: 30 * 86_400 });
    expect(await begun()).toMatchObject({ reauth_wait_seconds: 2_592_000 });
    for (const reauth_wait_seconds of [59, 30 * 86_400 + 1, 60.5]) {
      expect(await codeOf(t.admin('agents.update', { id, reauth_wait_seconds }))).toBe('invalid_input');
    }
    await t.admin('agents.update', { id, reauth_wait_seconds: null });
    expect((await t.admin('agents.retrieve', { id })).reauth_wait_seconds).toBe(604_800);
  });
});

describe('people', () => {
  rule('are told once and reminded once for each time, in plain words without a value or a link', async () => {
    const { t, ref, types } = await waiting();
    await asks(t, ref);
    for (const nth of [1, 1, 2]) await t.vault.remind({ ...ref, nth });
    expect((await types()).filter((type) => type.startsWith('reauth.'))).toEqual([
      'reauth.needs_human',
      'reauth.reminder',
      'reauth.reminder',
    ]);
    const { items } = await t.admin('events.list', { limit: 100 });
    const [told, reminder] = items.filter(({ type }) => type.startsWith('reauth.')).map(({ data }) => data);
    expect(told!.text).toBe(
      'The session at example.com (profile default) has ended, and signing in again needs you. The site asks for the password. There is time until Sun, 08 Mar 2026 12:00:00 GMT.',
    );
    expect(reminder!.text).toMatch(/^Reminder: the session at example\.com/);
    expect(JSON.stringify(items)).not.toContain('http');
    await expire(t, ref);
    await t.vault.remind({ ...ref, nth: 3 });
    expect((await types()).at(-1)).toBe('reauth.failed');
  });

  rule('get a link with what a webhook sends; it is the same at each try, and the vault keeps its hash', async () => {
    const { t, ref } = await waiting();
    const { url, received, answerWith } = await receiver();
    const { secret } = await t.admin('webhooks.create', { url, types: ['reauth.reminder'] });
    await t.vault.remind({ ...ref, nth: 1 });
    answerWith(500);
    await sendAll(t);
    answerWith(200);
    t.clock.now += MINUTE;
    await sendAll(t);
    expect(received).toHaveLength(2);
    const [one, two] = received.map(({ body, headers }) => new Webhook(secret).verify(body, headers)) as {
      data: { hosted_url: string };
    }[];
    expect(one).toEqual(two);
    const link = new URL(one!.data.hosted_url);
    expect(link.href.startsWith(`${PUBLIC}/agents/auth/invocations/${ref.invocation_id}?link=`)).toBe(true);
    const code = link.searchParams.get('link')!;
    const events = JSON.stringify((await t.admin('events.list', { limit: 100 })).items);
    expect(events).not.toContain(code);
    const hash = { invocation_id: ref.invocation_id, link_hash: hashOfLinkCode(code) };
    expect(await t.admin('invocations.checkLink', hash)).toEqual({ entitled: true, lasting: true });
  });

  it('whose login has ended before it is sent get none', async () => {
    const { t, ref } = await waiting();
    const { url, received } = await receiver();
    await t.admin('webhooks.create', { url, types: ['reauth.reminder'] });
    await t.vault.remind({ ...ref, nth: 1 });
    await expire(t, ref);
    await sendAll(t);
    expect(JSON.parse(received[0]!.body).data.hosted_url).toBeNull();
  });
});

describe('a link', () => {
  async function linked() {
    const w = await waiting();
    const link = { invocation_id: w.ref.invocation_id, link_hash: 'c'.repeat(64) };
    expect(await w.t.admin('invocations.link', link)).toEqual({ lasting: true });
    const opening = (browser_hash: string) => w.t.admin('invocations.openLink', { ...link, browser_hash });
    const open = (browser_hash: string) => opening(browser_hash).catch(({ code }: { code: string }) => code);
    return { ...w, link, open };
  }

  it('belongs to the browser that opens it first, for 30 days, over a restart and another master key', async () => {
    const { t, open } = await linked();
    expect(await open(BROWSER.one)).toBeNull();
    // On Postgres the master key is not the vault's to exchange.
    if (!ON_POSTGRES) await t.vault.rotateMasterKey();
    await t.reopen();
    t.clock.now += 29 * DAY;
    await t.vault.sweep();
    expect(await open(BROWSER.one)).toBeNull();
    expect(await open(BROWSER.other)).toBe('link_taken');
  });

  it('that another browser has is sent anew, not too often, to whoever listens', async () => {
    const { t, link, open, types } = await linked();
    await open(BROWSER.one);
    const count = async () => (await types()).filter((type) => type === 'reauth.reminder').length;
    for (const _ of [1, 2]) expect(await t.admin('invocations.resendLink', link)).toEqual({ sent: true });
    expect(await count()).toBe(1);
    t.clock.now += HOUR;
    await t.admin('invocations.resendLink', link);
    expect(await count()).toBe(2);
    const guessed = { ...link, link_hash: 'd'.repeat(64) };
    expect(await codeOf(t.admin('invocations.resendLink', guessed))).toBe('handoff_expired');
    expect(await count()).toBe(2);
  });

  rule('says that it is done once its login has ended, and entitles to nothing', async () => {
    const { t, ref, link, open } = await linked();
    await open(BROWSER.one);
    await prove(t.vault, ref);
    await t.vault.closeInvocation(closing(ref));
    expect(await open(BROWSER.one)).toBe('invocation_ended');
    expect(await open(BROWSER.other)).toBe('invocation_ended');
    expect(await t.admin('invocations.checkLink', link)).toEqual({ entitled: false, lasting: true, over: true });
    expect(await codeOf(t.admin('invocations.resendLink', link))).toBe('invocation_ended');
  });
});

/** A receiver whose answer can be set. */
async function receiver() {
  let status = 200;
  const { url, received } = await startReceiver(() => status);
  return { url, received, answerWith: (next: number) => (status = next) };
}

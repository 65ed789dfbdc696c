import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reachesOf } from '../../activities/browser/index.js';
import type { DeliveryToSend, Vault } from '../../activities/vault/index.js';
import { startOutbox, webhookChannel } from '../../activities/webhooks/index.js';
import type { SendFailure } from '../../contract/events.js';
import { type Answer, type Received, startReceiver } from '../support/receiver.js';
import { DAY, HOUR, MINUTE } from './support/account.js';
import { begin, closing, codeOf, grant, openTestVault, rule, type TestVault } from './support/vault.js';

const LIMIT_MS = 300;
const channel = webhookChannel({
  reaches: reachesOf('loopback'),
  publicUrl: async () => 'https://agents.example.com',
  timeoutMs: LIMIT_MS,
});
const ALL = new Map<string, number>();

/** A worker's outbox on a vault. */
function sending(vault: Vault) {
  const failed: string[] = [];
  const trouble = { count: 0 };
  const outbox = startOutbox({
    vault,
    channel,
    onFailed: ({ event }) => failed.push(event.id),
    onTrouble: () => {
      trouble.count += 1;
    },
  });
  onTestFinished(() => outbox.end());
  return { ...outbox, failed, trouble };
}

/** Takes what is due and sends it, once. */
async function sendDue({ vault }: TestVault): Promise<number> {
  const taken = await vault.takeDeliveries(100, ALL);
  await Promise.all(taken.map(async (delivery) => vault.settleDelivery(delivery, await channel.send(delivery))));
  return taken.length;
}
/** Until nothing is due. */
async function sendAll(t: TestVault): Promise<void> {
  while ((await sendDue(t)) > 0);
}

/** Two events of an agent. */
async function happen({ vault, admin }: TestVault, domain = 'example.com'): Promise<string> {
  const { id } = await grant(admin, domain);
  await vault.closeInvocation(closing((await begin(vault, id)).ref, { status: 'CANCELED' }));
  return id;
}

const verify = (secret: string, { body, headers }: Received) => new Webhook(secret).verify(body, headers);
const ids = (received: readonly Received[]) => received.map(({ id }) => id);

describe('a webhook', () => {
  rule('gets each event signed, in order, as the list shows it', async () => {
    const t = await openTestVault();
    const { url, received } = await startReceiver();
    const { secret } = await t.admin('webhooks.create', { url });
    t.clock.now = Date.now();
    await happen(t);
    await sendAll(t);
    const { items } = await t.admin('events.list', {});
    expect(received.map((message) => verify(secret, message))).toEqual(items);
    expect(ids(received)).toEqual(items.map(({ id }) => id));
    expect(() => verify(secret, { ...received[0]!, body: received[0]!.body.replace('example', 'examples') })).toThrow();
    expect(await t.admin('webhooks.list', {})).toMatchObject({ items: [{ url, types: null, pending: 0, failed: 0 }] });
  });

  it('gets the types that it asks for, from then on', async () => {
    const t = await openTestVault();
    const { url, received } = await startReceiver();
    await happen(t);
    // What happened before is read by the list.
    await t.admin('events.list', {});
    const { id } = await t.admin('webhooks.create', { url, types: ['invocation.canceled'] });
    await happen(t);
    await sendAll(t);
    expect(received.map(({ type }) => type)).toEqual(['invocation.canceled']);
    await t.admin('webhooks.update', { id, types: null });
    await happen(t);
    await sendAll(t);
    expect(received.map(({ type }) => type)).toEqual([
      'invocation.canceled',
      'invocation.started',
      'invocation.canceled',
    ]);
  });

  it('signs with two secrets for a day when one is rotated', async () => {
    const t = await openTestVault();
    t.clock.now = Date.now();
    const { url, received } = await startReceiver();
    const { id, secret: old } = await t.admin('webhooks.create', { url });
    const { secret, previous_secret_until } = await t.admin('webhooks.rotate', { id });
    expect(secret).not.toBe(old);
    expect(previous_secret_until).toBe(new Date(t.clock.now + DAY).toISOString());
    await happen(t);
    await sendAll(t);
    for (const each of [secret, old]) expect(verify(each, received[0]!)).toBeDefined();
    t.clock.now += DAY;
    await happen(t);
    await sendAll(t);
    expect(verify(secret, received[2]!)).toBeDefined();
    expect(() => verify(old, received[2]!)).toThrow();
    expect(await t.admin('webhooks.retrieve', { id })).toMatchObject({ previous_secret_until: null });
  });

  it.each<[what: string, answer: Answer, failure: SendFailure, status: number | null]>([
    ['answers 500', 500, 'status', 500],
    ['redirects', { redirect: 'http://127.0.0.1:1/' }, 'redirect', 307],
    ['hangs', 'hangs', 'timeout', null],
  ])('that %s gets the event later, once, by the same id', async (_, answer, last_failure, last_status) => {
    const t = await openTestVault();
    const { url, received } = await startReceiver((_message, count) => (count <= 2 ? answer : 204));
    const { id } = await t.admin('webhooks.create', { url });
    const agent = await happen(t);
    await sendAll(t);
    expect(received).toHaveLength(1);
    expect((await t.admin('webhooks.deliveries', { id })).items).toMatchObject([
      { state: 'pending', attempts: 0, type: 'invocation.canceled' },
      { state: 'pending', attempts: 1, last_failure, last_status, type: 'invocation.started' },
    ]);
    t.clock.now += MINUTE;
    await sendAll(t);
    t.clock.now += MINUTE;
    await sendAll(t);
    const { items } = await t.admin('events.list', { auth_agent_id: agent });
    const [first, second] = items.map((event) => event.id);
    expect(ids(received)).toEqual([first, first, first, second]);
    expect(await t.admin('webhooks.retrieve', { id })).toMatchObject({ pending: 0, failed: 0 });
  });

  it('gets at once, at a new address, what the old one did not take', async () => {
    const t = await openTestVault();
    const [old, other] = [await startReceiver(() => 500), await startReceiver()];
    const { id } = await t.admin('webhooks.create', { url: old.url });
    await happen(t);
    await sendAll(t);
    expect(await t.admin('webhooks.update', { id, url: other.url })).toMatchObject({ url: other.url, pending: 2 });
    await sendAll(t);
    expect(ids(other.received)).toHaveLength(2);
    expect(ids(other.received)[0]).toBe(ids(old.received)[0]);
  });

  it('is given up for an event after five days, visibly, and gets what comes after', async () => {
    const t = await openTestVault();
    const { port, url, received } = await startReceiver(({ type }) => (type === 'invocation.started' ? 500 : 204));
    const { id } = await t.admin('webhooks.create', { url });
    await happen(t);
    for (let hours = 0; hours < 5 * 24 + 5; hours += 1) {
      await sendAll(t);
      t.clock.now += HOUR;
    }
    const { items } = await t.admin('webhooks.deliveries', { id, state: 'failed' });
    expect(items).toMatchObject([{ type: 'invocation.started', last_status: 500, next_attempt_at: null }]);
    // Every four hours in the end.
    expect(items[0]!.attempts).toBeGreaterThan(25);
    expect(items[0]!.attempts).toBeLessThan(50);
    expect(received.at(-1)?.type).toBe('invocation.canceled');
    expect(await t.admin('webhooks.retrieve', { id })).toMatchObject({ pending: 0, failed: 1 });
    expect(port).toBeGreaterThan(0);
  });

  it('that is dead is in no way of another one, nor an agent in that of another', async () => {
    const t = await openTestVault();
    const dead = await startReceiver(() => 'hangs');
    const picky = await startReceiver(({ data }) => (data.domain === 'example.com' ? 503 : 204));
    const good = await startReceiver();
    for (const { url } of [dead, picky, good]) await t.admin('webhooks.create', { url });
    await happen(t);
    await happen(t, 'other.example');
    sending(t.vault);
    await Promise.all([
      good.until((received) => received.length === 4),
      picky.until((received) => received.filter(({ data }) => data.domain === 'other.example').length === 2),
      dead.until((received) => received.length === 2),
    ]);
    expect(picky.received.filter(({ data }) => data.domain === 'example.com')).toHaveLength(1);
  });

  it('is tested with an event of its own, which no list shows and no other gets', async () => {
    const t = await openTestVault();
    const [one, other] = [await startReceiver(), await startReceiver()];
    const { id } = await t.admin('webhooks.create', { url: one.url, types: ['session.expired'] });
    await t.admin('webhooks.create', { url: other.url });
    const { event_id } = await t.admin('webhooks.test', { id });
    await sendAll(t);
    expect(one.received).toMatchObject([{ id: event_id, type: 'webhook.test', data: { webhook_id: id } }]);
    expect(other.received).toEqual([]);
    expect((await t.admin('events.list', {})).items).toEqual([]);
    expect((await t.admin('webhooks.deliveries', { id, event_id })).items).toMatchObject([{ state: 'delivered' }]);
  });

  it('is deleted with what waits for it, and takes no address that is none', async () => {
    const t = await openTestVault();
    const { url, received } = await startReceiver();
    const { id } = await t.admin('webhooks.create', { url });
    await happen(t);
    await t.admin('events.list', {});
    await t.admin('webhooks.delete', { id });
    await sendAll(t);
    expect(received).toEqual([]);
    for (const op of ['webhooks.retrieve', 'webhooks.rotate', 'webhooks.test', 'webhooks.delete'] as const)
      expect(await codeOf(t.admin(op, { id }))).toBe('webhook_not_found');
    for (const bad of ['ftp://example.com/', 'example.com', 'https://u:p@example.com/', 'https://example.com/#a', ''])
      expect(await codeOf(t.admin('webhooks.create', { url: bad }))).toBe('invalid_input');
    for (let n = 0; n < 20; n += 1) await t.admin('webhooks.create', { url });
    expect(await codeOf(t.admin('webhooks.create', { url }))).toBe('too_many_webhooks');
  });
});

describe('a line that nobody sends', () => {
  it('moves up when what is old in it is dropped', async () => {
    const t = await openTestVault();
    await t.admin('webhooks.create', { url: 'https://hooks.example.com/' });
    await happen(t);
    await t.admin('events.list', {});
    t.clock.now += 20 * DAY;
    await happen(t);
    await t.admin('events.list', {});
    t.clock.now += 10 * DAY + MINUTE;
    await t.vault.sweep();
    const [first, ...none] = await t.vault.takeDeliveries(10, ALL);
    expect(first?.event).toMatchObject({ type: 'invocation.started', data: { sequence: 3 } });
    expect(none).toEqual([]);
  });
});

describe('a vault that does not answer', () => {
  it('is asked again, and told of once', async () => {
    const t = await openTestVault();
    const { url, until } = await startReceiver();
    await t.admin('webhooks.create', { url });
    let asked = 0;
    const away: Vault = {
      ...t.vault,
      takeDeliveries: (each, room) => {
        asked += 1;
        return asked <= 2 ? Promise.reject(new Error('away')) : t.vault.takeDeliveries(each, room);
      },
    };
    const { trouble } = sending(away);
    await happen(t);
    await until((received) => received.length === 2);
    expect(trouble.count).toBe(1);
  });
});

describe('what a worker has taken', () => {
  const due = (t: TestVault): Promise<readonly DeliveryToSend[]> => t.vault.takeDeliveries(10, ALL);

  it('no other one gets, until its time is over; then its late failure counts for nothing', async () => {
    const t = await openTestVault();
    const { id } = await t.admin('webhooks.create', { url: 'https://hooks.example.com/' });
    await happen(t);
    const [lost, ...none] = await due(t);
    expect(none).toEqual([]);
    expect(await due(t)).toEqual([]);
    await t.reopen();
    expect(await due(t)).toEqual([]);
    t.clock.now += MINUTE;
    const [again] = await due(t);
    expect(again!.event).toEqual(lost!.event);
    expect(await t.vault.settleDelivery(lost!, { status: null, failure: 'timeout' })).toBeNull();
    expect(await t.vault.settleDelivery(again!, { status: 204, failure: null })).toBe('delivered');
    expect(await t.vault.settleDelivery(lost!, { status: 204, failure: null })).toBeNull();
    expect((await due(t)).map(({ event }) => event.type)).toEqual(['invocation.canceled']);
    expect(await t.admin('webhooks.retrieve', { id })).toMatchObject({ pending: 1 });
  });
});

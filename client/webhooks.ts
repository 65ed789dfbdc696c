import { AgentAuthError } from '../contract/errors/errors.js';
import type { EventType, Webhook, WebhookDelivery, WebhookWithSecret } from '../contract/events.js';
import type { Paging } from '../contract/paging.js';
import { webhooks } from '../contract/schemas/events.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { readParams } from './read-params.js';
import { pause } from './temporal/pause.js';
import { callVault } from './vault/call-vault.js';

/** A try lasts 15 s at most, and begins within a second. */
const TEST_MS = 20_000;
const LOOK_EVERY_MS = 500;

export interface WebhookCreate {
  /** Gets a POST for each event; https, or http to a host that is not public. */
  readonly url: string;
  /** Null or absent: all types. */
  readonly types?: readonly EventType[] | null;
}
export interface WebhookChange {
  readonly url?: string;
  readonly types?: readonly EventType[] | null;
}

/** Where events are sent to, by the workers. Needs an admin key. */
export class Webhooks {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Makes a webhook, which gets what happens from now on. Only this answer contains its secret.
   *
   * @throws AgentAuthError `invalid_input`, `too_many_webhooks`, `forbidden`: `WebhookCreateError`
   * @example
   * const { secret } = await auth.webhooks.create({ url: 'https://hooks.example.com/logins', types: ['reauth.needs_human'] });
   */
  async create(input: WebhookCreate): Promise<WebhookWithSecret> {
    return callVault(this.#caller, 'webhooks.create', readParams(webhooks.create, input));
  }

  /**
   * Webhooks, newest first, without their secrets. Await it for one page, or iterate over all.
   *
   * @throws AgentAuthError `invalid_input`, `forbidden`: `ListError`
   * @example
   * for await (const { url, failed } of auth.webhooks.list()) console.log(url, failed);
   */
  list(input: Paging = {}): Listing<Webhook> {
    return new Listing(readParams(webhooks.list, input), (page) => callVault(this.#caller, 'webhooks.list', page));
  }

  /**
   * One webhook, with how many events wait for it, and how many were given up.
   *
   * @throws AgentAuthError `webhook_not_found`, `forbidden`: `WebhookRetrieveError`
   * @example
   * const { pending, failed } = await auth.webhooks.retrieve('wh_Zk3v9Qm1Xo7T2b5Y8c0dEw');
   */
  async retrieve(id: string): Promise<Webhook> {
    return callVault(this.#caller, 'webhooks.retrieve', known(id));
  }

  /**
   * Changes where a webhook leads, or what it gets. What waits for it stays in its line, and goes to a new address at once.
   *
   * @param change absent members stay as they are; `types: null` is all types
   * @throws AgentAuthError `invalid_input`, `webhook_not_found`, `forbidden`: `WebhookUpdateError`
   * @example
   * await auth.webhooks.update('wh_Zk3v9Qm1Xo7T2b5Y8c0dEw', { types: null });
   */
  async update(id: string, change: WebhookChange): Promise<Webhook> {
    return callVault(this.#caller, 'webhooks.update', readParams(webhooks.update, { ...change, ...known(id) }));
  }

  /**
   * Makes a new secret, which only this answer contains. For a day each event is signed with the one before as well.
   *
   * @throws AgentAuthError `webhook_not_found`, `forbidden`: `WebhookRetrieveError`
   * @example
   * const { secret, previous_secret_until } = await auth.webhooks.rotate('wh_Zk3v9Qm1Xo7T2b5Y8c0dEw');
   */
  async rotate(id: string): Promise<WebhookWithSecret> {
    return callVault(this.#caller, 'webhooks.rotate', known(id));
  }

  /**
   * Deletes a webhook. What waits for it is dropped.
   *
   * @throws AgentAuthError `webhook_not_found`, `forbidden`: `WebhookRetrieveError`
   * @example
   * for await (const { id, failed } of auth.webhooks.list()) if (failed > 0) await auth.webhooks.delete(id);
   */
  async delete(id: string): Promise<void> {
    await callVault(this.#caller, 'webhooks.delete', known(id));
  }

  /**
   * Sends an event of the type `webhook.test`, and waits for what comes of the first try: `state` is `delivered` where it arrived, and
   * `last_failure` says why it did not.
   *
   * @throws AgentAuthError `webhook_not_found`, `forbidden`: `WebhookRetrieveError`
   * @example
   * const { state, last_failure, last_status } = await auth.webhooks.test('wh_Zk3v9Qm1Xo7T2b5Y8c0dEw');
   */
  async test(id: string): Promise<WebhookDelivery> {
    let delivery = await callVault(this.#caller, 'webhooks.test', known(id));
    const until = Date.now() + TEST_MS;
    while (delivery.attempts === 0 && Date.now() < until) {
      await pause(LOOK_EVERY_MS);
      const { items } = await this.deliveries(id, { event_id: delivery.event_id });
      delivery = items[0] ?? delivery;
    }
    return delivery;
  }

  /**
   * What became of the events of a webhook, newest first. Await it for one page, or iterate over all.
   *
   * @param input `state` `pending`, `delivered` or `failed` filters; `event_id` finds one
   * @throws AgentAuthError `invalid_input`, `webhook_not_found`, `forbidden`: `WebhookUpdateError`
   * @example
   * const { items } = await auth.webhooks.deliveries('wh_Zk3v9Qm1Xo7T2b5Y8c0dEw', { state: 'failed' });
   */
  deliveries(
    id: string,
    input: { readonly state?: WebhookDelivery['state']; readonly event_id?: string } & Paging = {},
  ): Listing<WebhookDelivery> {
    const query = readParams(webhooks.deliveries, { ...input, ...known(id) });
    return new Listing(query, (page) => callVault(this.#caller, 'webhooks.deliveries', { ...query, ...page }));
  }
}

/** @throws AgentAuthError `webhook_not_found` for what can't be an id */
function known(id: string): { readonly id: string } {
  if (!webhooks.retrieve.safeParse({ id }).success) throw new AgentAuthError('webhook_not_found');
  return { id };
}

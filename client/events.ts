import { hasCode } from '../contract/errors/has-code.js';
import type { AgentEvent } from '../contract/events.js';
import type { ListOf } from '../contract/paging.js';
import { events } from '../contract/schemas/events.js';
import { checkAgentId } from './agents/read.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import type { FollowOptions } from './invocations/follow.js';
import { readParams } from './read-params.js';
import { pause } from './temporal/pause.js';
import { callVault } from './vault/call-vault.js';

/** Each look is a call of the vault. Ms. */
const LOOK_EVERY_MS = 5_000;
const PAGE = 100;
/** Outages. */
const PASSING = ['temporal_unavailable', 'worker_unavailable', 'vault_unavailable'] as const;

export interface EventQuery {
  /** Id of an event: what comes behind it. @default from the oldest that is kept */
  readonly after?: string;
  /** Of one agent alone. */
  readonly auth_agent_id?: string;
}

/** What happened to agents and their logins, from the outbox of the vault. Holds no value, no link and no text of a site. */
export class Events {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Events, oldest first. Keep the `id` of the last one, and go on with it as `after`. They are kept for 30 days.
   *
   * @param query `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `invalid_input`, `agent_not_found`, `event_not_found`: `EventListError`
   * @example
   * const { items } = await auth.events.list({ after: 'evt_000000000000042_5f1c0a9b2d3e', limit: 100 });
   */
  async list(query: EventQuery & { readonly limit?: number } = {}): Promise<ListOf<AgentEvent>> {
    if (query.auth_agent_id !== undefined) checkAgentId(query.auth_agent_id);
    return callVault(this.#caller, 'events.list', readParams(events.list, query));
  }

  /**
   * All events behind `after`, and each new one within some seconds, until `signal`. Outages are sat out. To be told at once, use a webhook.
   *
   * @throws AgentAuthError `invalid_input`, `agent_not_found`, `event_not_found`: `EventListError`
   * @example
   * for await (const { type, data } of auth.events.follow()) console.log(type, data.auth_agent_id);
   */
  async *follow({ signal, ...query }: EventQuery & FollowOptions = {}): AsyncGenerator<AgentEvent, void> {
    let page = await this.list({ ...query, limit: PAGE });
    let after = query.after;
    while (!signal?.aborted) {
      yield* page.items;
      after = page.items.at(-1)?.id ?? after;
      if (!page.has_more) await pause(LOOK_EVERY_MS, signal);
      if (!signal?.aborted) page = await this.#next({ ...query, ...(after === undefined ? {} : { after }) });
    }
  }

  async #next(query: EventQuery): Promise<ListOf<AgentEvent>> {
    try {
      return await this.list({ ...query, limit: PAGE });
    } catch (error) {
      if (!PASSING.some((code) => hasCode(error, code))) throw error;
      return { items: [], has_more: false };
    }
  }
}

/** What a worker remembers of providers, in its memory alone: open connections, and the values of items that its logins use. */
import { AgentAuthError, type ErrorCode } from '../../../contract/index.js';
import type { ItemOverview, Provider, ProviderRoom } from '../../providers/index.js';
import type { TotpSecret } from '../totp/secret.js';

/** The values of an item, for one login. */
export interface HeldItem {
  readonly invocation_id: string;
  readonly values: Readonly<Record<string, string>>;
  readonly totp: TotpSecret | null;
  /** Of the item, as the list had it when it was read. */
  readonly version: string;
  /** The one site that they are for. */
  readonly place: ItemPlace;
}

/** Where the values of an item may be typed: an address of it chose it, and no other one widens that. */
export interface ItemPlace {
  /** Names the item. */
  readonly id: string;
  /** Names of its values. */
  readonly keys: readonly string[];
  readonly domain: string;
  /** That host alone. */
  readonly exact: boolean;
}

/** How often a type of provider has answered so, to this worker. */
export interface ProviderCalls {
  readonly provider_type: string;
  /** `ok`, or the code of what was wrong. */
  readonly outcome: ErrorCode | 'ok';
  readonly times: number;
}

export class Connections {
  readonly #calls = new Map<string, ProviderCalls>();
  readonly #open = new Map<string, { readonly version: number; readonly provider: Provider }>();
  readonly #held = new Map<string, HeldItem>();
  readonly #listing = new Map<string, Promise<readonly ItemOverview[]>>();

  constructor(readonly room: ProviderRoom | null) {}

  /**
   * Whether a connection could be made like that. Asks nobody.
   * @throws AgentAuthError `provider_not_supported`, `invalid_input`, `invalid_url`
   */
  check(kind: string, options: { readonly token: string; readonly settings: unknown }): Provider {
    if (this.room === null) throw new AgentAuthError('provider_not_supported');
    return this.room.open(kind, options);
  }

  /** One connection for each version of a provider, because some log in once for many requests. */
  of(
    {
      id,
      version,
      kind,
      settings,
    }: { readonly id: string; readonly version: number; readonly kind: string; readonly settings: string },
    token: string,
  ): Provider {
    const open = this.#open.get(id);
    // A login that began before a new token was given is served with that one.
    if (open !== undefined && open.version >= version) return open.provider;
    this.close(id);
    const provider = this.check(kind, { token, settings: JSON.parse(settings) });
    this.#open.set(id, { version, provider });
    return provider;
  }

  /** Its token was replaced, or it is not asked any more. */
  close(id: string): void {
    this.#open.get(id)?.provider.close?.();
    this.#open.delete(id);
  }

  /** Closes those that another worker has replaced, switched off or deleted. */
  closeOthers(used: readonly { readonly id: string; readonly version: number }[]): void {
    for (const [id, { version }] of [...this.#open])
      if (!used.some((row) => row.id === id && row.version <= version)) this.close(id);
  }

  count(provider_type: string, outcome: ProviderCalls['outcome']): void {
    const key = `${provider_type} ${outcome}`;
    this.#calls.set(key, { provider_type, outcome, times: (this.#calls.get(key)?.times ?? 0) + 1 });
  }

  calls(): readonly ProviderCalls[] {
    return [...this.#calls.values()];
  }

  /** A list that is being fetched is fetched once, however many wait for it. */
  async listing(id: string, fetch: () => Promise<readonly ItemOverview[]>): Promise<readonly ItemOverview[]> {
    const running = this.#listing.get(id) ?? fetch().finally(() => this.#listing.delete(id));
    this.#listing.set(id, running);
    return running;
  }

  hold(agentId: string, item: HeldItem): void {
    this.#held.set(agentId, item);
  }

  /** The item that the logins of an agent use on this worker. */
  held(agentId: string): HeldItem | null {
    return this.#held.get(agentId) ?? null;
  }

  /** Forgets the values that a login has read. */
  release(agentId: string, invocationId: string): void {
    if (this.held(agentId)?.invocation_id === invocationId) this.#held.delete(agentId);
  }
}

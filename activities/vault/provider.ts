import type { ItemUse } from '../../contract/credentials/providers.js';
import type { ErrorCode } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import type { ItemValues } from '../providers/index.js';
import type { GivenChoice } from './person.js';
import type { ItemPlace, ProviderCalls } from './providers/connections.js';

export type { ItemPlace } from './providers/connections.js';

/** An item that a person may choose. Its path and account are as they may be shown to that person, and sealed in history. */
export interface ItemChoice {
  readonly id: string;
  readonly path: string;
  readonly account: string | null;
}

/** What came of looking for an agent's item at its providers. */
export type ItemReading =
  /** Nothing was looked for: no provider is for the agent, or it has all that it needs. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'read';
      readonly place: ItemPlace;
      readonly use: ItemUse;
      /** Another one once the values may be others. */
      readonly mark: string;
      /** Why it has no password, where it is for another way to sign in, or hides it. */
      readonly instead: ItemValues['instead'];
    }
  /** Items of several accounts fit: a person chooses. */
  | { readonly kind: 'ambiguous'; readonly choices: readonly ItemChoice[] }
  /** No item fits, or the one that was named is gone. */
  | { readonly kind: 'no_item' }
  /** @param until RFC 3339: it is not asked before, where it wants no requests */
  | { readonly kind: 'trouble'; readonly code: ErrorCode; readonly until: string | null };

/** What came of a person's choice between items. */
export type ItemDecision = 'chosen' | 'not_asked' | 'not_entitled';

/** Items of providers, for logins. */
export interface ProviderVault {
  /**
   * Reads the item that a login takes its values from, and keeps them in this worker's memory until they are released. From then on the grant, the
   * stored values, the codes and what is known of the login include them.
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `agent_not_found`
   */
  readItem(ref: LoginRef): Promise<ItemReading>;
  /** Takes a person's choice between the items that the login asked about: the agent remembers it. */
  chooseItem(given: GivenChoice): Promise<ItemDecision>;
  /** Forgets the values that were read for a login. */
  releaseItem(ref: LoginRef): void;
  /**
   * Lists providers whose items sites have refused, as often as their lists are believed: agents hear of items that have changed. And asks those
   * that a login could not ask whether they answer again.
   */
  lookForChanges(): Promise<void>;
  /** How providers have answered this worker, by their types. */
  providerCalls(): readonly ProviderCalls[];
}

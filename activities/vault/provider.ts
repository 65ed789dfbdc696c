import type { ErrorCode } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import type { ItemValues } from '../providers/index.js';
import type { ItemPlace } from './providers/connections.js';

export type { ItemPlace } from './providers/connections.js';

/** What came of looking for an agent's item at its providers. */
export type ItemReading =
  /** Nothing was looked for: no provider is for the agent, or it has all that it needs. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'read';
      readonly place: ItemPlace;
      /** It was chosen now, and not before. */
      readonly first: boolean;
      /** Why it has no password, where it is for another way to sign in, or hides it. */
      readonly instead: ItemValues['instead'];
    }
  /** Items of several accounts fit. */
  | { readonly kind: 'ambiguous' }
  /** No item fits, or the one that was named is gone. */
  | { readonly kind: 'no_item' }
  | { readonly kind: 'trouble'; readonly code: ErrorCode };

/** Items of providers, for logins. */
export interface ProviderVault {
  /**
   * Reads the item that a login takes its values from, and keeps them in this worker's memory until they are released. From then on the grant, the
   * stored values, the codes and what is known of the login include them.
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `agent_not_found`
   */
  readItem(ref: LoginRef): Promise<ItemReading>;
  /** Forgets the values that were read for a login. */
  releaseItem(ref: LoginRef): void;
}

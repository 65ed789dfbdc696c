import type { ItemInstead, ItemUse } from '../../../contract/credentials/providers.js';
import type { Encrypted, Flag, Milliseconds } from '../store/columns.js';

/** A connection to a vault that people already have. */
export interface ProvidersTable {
  id: string;
  name: string;
  kind: string;
  enabled: Flag;
  priority: number;
  cache_ttl_seconds: number;
  /** JSON: where it is. No secret. */
  settings: string;
  /** Whether agents without a credential are offered its items. */
  auto: Flag;
  /** JSON lists; null: no limit. */
  vaults: string | null;
  domains: string | null;
  /** Grows with every new token or place. */
  version: number;
  token: Encrypted;
  /** Code of what was wrong when it was last asked. */
  trouble: string | null;
  /** Not asked before. Kept here, so that a worker that restarts does not ask again. */
  limited_until: Milliseconds | null;
  /** Since when it has answered no request, where it wants none. */
  limited_since: Milliseconds | null;
  /** A worker lists it: others wait so long for what it finds. */
  listing_until: Milliseconds | null;
  /** Grows when it answers after it did not, and when it is switched on. */
  recoveries: number;
  /** When it was last asked whether it answers again. */
  tried_at: Milliseconds | null;
  created_at: Milliseconds;
  updated_at: Milliseconds;
}

/** What a provider listed last: overviews, no values. */
export interface ProviderListsTable {
  provider_id: string;
  version: number;
  listed_at: Milliseconds;
  sealed: Encrypted;
}

/** Which item an agent takes its values from. */
export interface AgentItemsTable {
  agent_id: string;
  provider_id: string;
  /** As it was given; null where the item is found by the agent's site. */
  path: string | null;
  /** The item that was found, by which it is found again. */
  vault_id: string | null;
  item_id: string | null;
  chosen_at: Milliseconds | null;
  /** How it was chosen. Null before 0038, and where none is. */
  use: ItemUse | null;
  /** What it has in the place of a password, when it was read last. */
  instead: ItemInstead | null;
  /** JSON: its title and whose it is, masked. Under the key of the provider, with which it goes. */
  label: Encrypted | null;
  label_version: number;
  /** Version of the item as the list had it when its values were read last. */
  read_version: string | null;
  /** The version whose values the site refused; null where it refused none. */
  refused_version: string | null;
  /** A later version than the refused one, which no login has read yet. */
  noticed_version: string | null;
  /** The last login failed for what has changed since: the agent may begin another one. */
  renews: Flag;
}

/** Who read which item, when, for which login. Never a value. */
export interface ItemReadsTable {
  id: string;
  at: Milliseconds;
  provider_id: string;
  provider_name: string;
  agent_id: string;
  invocation_id: string;
  vault_id: string;
  item_id: string;
  version: string;
  use: ItemUse;
  /** Names of its vault and of itself. Under the key of the provider, with which it goes. */
  path: Encrypted;
}

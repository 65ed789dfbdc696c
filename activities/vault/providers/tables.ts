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
}

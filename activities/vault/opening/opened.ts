import type { CircuitLimits } from '../circuit-limits.js';
import type { VaultContext } from '../context.js';
import type { Connections } from '../providers/connections.js';
import type { Ceilings } from '../submission.js';

/** A vault before its verbs, with what differs between the stores. */
export interface OpenedVault {
  readonly ctx: VaultContext;
  /** @throws AgentAuthError `state_dir_moved`; on Postgres `copy_unfinished`, when the vault was taken back, `vault_not_found`, and once `vault_went_back` */
  readonly checkPlace: () => Promise<void>;
  readonly rotateMasterKey: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly clock: () => number;
  readonly ceilings: Ceilings;
  readonly circuit: CircuitLimits;
  readonly loginsPerSite: number;
  readonly connections: Connections;
}

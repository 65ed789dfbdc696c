import type { ProviderRoom } from '../providers/index.js';
import type { CircuitLimits } from './circuit-limits.js';
import type { PostgresVault } from './opening/shared.js';
import type { Ceilings } from './submission.js';

export interface OpenVault {
  /** Postgres in place of the SQLite database in the state folder: then any number of workers share the vault. */
  readonly postgres?: PostgresVault | undefined;
  /** @default CEILINGS */
  readonly ceilings?: Ceilings;
  /** When agents leave a site in trouble alone. @default CIRCUIT */
  readonly circuit?: CircuitLimits;
  /** @default null: no provider can be connected */
  readonly providers?: ProviderRoom | null;
  /** How many logins may be on a site at the same time, over all workers. @default any number */
  readonly loginsPerSite?: number;
  /** Folder of the master key, the database (SQLite) and the first access key; made when absent. */
  readonly stateDir: string;
  /** Ms since the epoch. @default Date.now */
  readonly clock?: () => number;
}

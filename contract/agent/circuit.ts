import type { ListOf, Paging } from '../paging.js';

/** A site whose trouble keeps logins by themselves away from it. It tells nothing of whose logins those are. */
export interface SiteCircuit {
  /** The registrable domain; host and port on loopback. */
  readonly site: string;
  /** `open`: nobody goes there by itself before `until`. `half_open`: one login may try, or tries now. */
  readonly state: 'open' | 'half_open';
  /** Since when. RFC 3339. */
  readonly since: string;
  /** RFC 3339. */
  readonly until: string;
  /** Pauses in a row: each is twice as long as the one before. */
  readonly pauses: number;
  /** Agents that wait for it. */
  readonly waiting: number;
}

/** Operations of the vault, as `VaultOperations`. */
export interface CircuitOperations {
  /** admin; sites that are left alone now, those that have been for longest first */
  'agents.circuits': [Paging, ListOf<SiteCircuit>];
}

import type { Milliseconds } from '../store/columns.js';

/** Sites that are, or lately were, left alone. See rules.ts. */
export interface SiteCircuitsTable {
  site: string;
  pauses: number;
  opened_at: Milliseconds | null;
  until: Milliseconds;
  /** Id of an agent. */
  trial: string | null;
  trial_until: Milliseconds;
  closed_at: Milliseconds;
  spread: number;
}

/** Accounts that have met trouble of a site lately. */
export interface SiteTroublesTable {
  site: string;
  /** Fingerprint. */
  account: string;
  /** The last agent that met it. */
  agent_id: string;
  at: Milliseconds;
}

/** Agents that wait for a site, and were told so. */
export interface CircuitWaitersTable {
  agent_id: string;
  site: string;
}

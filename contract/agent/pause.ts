import type { ListOf, Paging } from '../paging.js';

/** What an operator has switched off, and why. */
export interface Pause {
  /** The switch of one agent, or of all agents of a site. */
  readonly scope: 'agent' | 'site';
  /** Id of the agent, or the site. */
  readonly subject: string;
  readonly reason: string;
  /** Name of the access key that paused it. */
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
}
/** An agent, or the site of a domain. */
export type PauseSubject = { readonly id: string } | { readonly domain: string };
export interface Resumed {
  /** Whether it was paused. */
  readonly resumed: boolean;
  /** Ids of the agents that may go on, unless another switch pauses them. */
  readonly agents: readonly string[];
}

/** Operations of the vault, as `VaultOperations`. */
export interface PauseOperations {
  /** admin; nothing begins, is opened or is sent until it is resumed */
  'agents.pause': [{ readonly of: PauseSubject; readonly reason: string }, Pause];
  /** admin */
  'agents.resume': [{ readonly of: PauseSubject }, Resumed];
  /** orchestrate */
  'agents.pauses': [Paging, ListOf<Pause>];
}

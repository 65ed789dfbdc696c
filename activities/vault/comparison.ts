/** What comparing the vault with Temporal needs of the vault. */
import type { LoginRef } from '../../contract/steps.js';

/** A login that is in progress, as far as the vault knows. */
export interface OpenLogin extends LoginRef {
  /** First run of its workflow; null where that was not recorded. */
  readonly run_id: string | null;
}

/** How fast: a few agents a minute; all at once; all at once, and each keeper reads the vault, for Temporal's records are not the ones that they were. */
export type Pace = 'slow' | 'all' | 'all and tell';

/** Some agents to compare, which no other worker compares meanwhile. */
export interface Batch {
  /** Names this turn. */
  readonly lease: string;
  readonly agents: readonly string[];
  readonly logins: readonly OpenLogin[];
  readonly pace: Pace;
}

export interface BatchEnd {
  /** Whether more are to be compared now. */
  readonly goes_on: boolean;
  /** Whether it is time to look for workflows that the vault is done with. */
  readonly lists: boolean;
}

export interface ComparisonVault {
  /**
   * All agents are to be compared soon: a worker has started, or the vault is older than it was.
   * @param pace `all and tell` where keepers know what the vault does not know any more. @default 'all'
   */
  askComparison(pace?: Exclude<Pace, 'slow'>): Promise<void>;
  /** Null: somebody else compares, or it is not time yet. */
  takeBatch(): Promise<Batch | null>;
  /** @param found whether a keeper was missing, so that Temporal's records are not the ones that they were */
  endBatch(batch: Batch, found: boolean): Promise<BatchEnd>;
  /** The batch could not be compared: whoever comes next takes it. */
  dropBatch(batch: Batch): Promise<void>;
  /**
   * Ends a login whose workflow is gone, and lets its agent hear of it. One that has ended meanwhile stays as it is.
   * @param ended_by how: somebody ended the workflow, or nobody knows of it any more
   */
  endLost(login: LoginRef, ended_by: 'somebody' | 'nobody'): Promise<void>;
  /** Those of some agents that were deleted. */
  deletedAmong(agentIds: readonly string[]): Promise<readonly string[]>;
  /** Those of some invocations that have ended, and not just now. */
  endedAmong(invocationIds: readonly string[]): Promise<readonly string[]>;
}

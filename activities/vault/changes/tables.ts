import type { LostLogin } from '../../../contract/steps.js';
import type { Milliseconds } from '../store/columns.js';

/** Agents that have yet to hear that what they believe of the vault has changed. */
export interface AgentChangesTable {
  agent_id: string;
  /** Names the latest change: what the agent heard of counts only while there was none since. */
  change: string;
  at: Milliseconds;
  /** Its login was lost with Temporal's records. */
  lost: LostLogin | null;
}

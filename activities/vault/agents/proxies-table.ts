import type { Encrypted, Flag, Milliseconds } from '../store/columns.js';

export interface AgentProxiesTable {
  agent_id: string;
  /** Each proxy that the agent is given has another. */
  version: Milliseconds;
  /** To be shown. */
  server: string;
  has_credentials: Flag;
  /** Server, user name and password, as JSON. */
  sealed: Encrypted;
}

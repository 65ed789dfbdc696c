import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { checkAgentId, findAgent } from './read.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/**
 * One agent, as it stands now.
 * @throws AgentAuthError `agent_not_found`
 */
export const retrieve =
  (caller: Caller) =>
  async (id: string): Promise<AuthAgent> => {
    checkAgentId(id);
    const [record, state] = await Promise.all([callVault(caller, 'agents.retrieve', { id }), findAgent(caller, id)]);
    return toAuthAgent(record, state);
  };

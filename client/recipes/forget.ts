import { checkAgentId } from '../agents/read.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';

/**
 * Drops what the logins of an agent have learned: the next one finds its way by itself, and learns it anew.
 * @returns whether there was anything to forget
 * @throws AgentAuthError `agent_not_found`, `forbidden`
 */
export const forget =
  (caller: Caller) =>
  async (id: string): Promise<{ readonly forgotten: boolean }> =>
    callVault(caller, 'recipes.forget', { id: checkAgentId(id) });

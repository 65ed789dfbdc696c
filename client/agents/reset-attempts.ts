import type { Caller } from '../caller.js';
import { callVault } from '../vault/call-vault.js';
import { checkAgentId, retrieveAgent } from './read.js';
import type { AuthAgent } from './shape.js';

/** See `AuthAgents.resetAttempts`. */
export async function resetAttempts(caller: Caller, id: string): Promise<AuthAgent> {
  await callVault(caller, 'agents.resetAttempts', { id: checkAgentId(id) });
  return retrieveAgent(caller, id);
}

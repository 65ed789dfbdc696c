import type { Caller } from '../caller.js';
import { callVault } from '../vault/call-vault.js';
import { checkAgentId, findAgent } from './read.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/** See `AuthAgents.resetAttempts`. */
export async function resetAttempts(caller: Caller, id: string): Promise<AuthAgent> {
  const record = await callVault(caller, 'agents.resetAttempts', { id: checkAgentId(id) });
  return toAuthAgent(record, await findAgent(caller, id));
}

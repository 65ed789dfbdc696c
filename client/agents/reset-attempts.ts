import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { readParams } from '../read-params.js';
import { callVault } from '../vault/call-vault.js';
import { checkAgentId, findAgent } from './read.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/** See `AuthAgents.resetAttempts`. */
export async function resetAttempts(caller: Caller, id: string, input: { reason?: string }): Promise<AuthAgent> {
  const params = readParams(agents.resetAttempts, { ...input, id: checkAgentId(id) });
  const record = await callVault(caller, 'agents.resetAttempts', params);
  return toAuthAgent(record, await findAgent(caller, id));
}

import { hasCode } from '../../contract/errors/has-code.js';
import { agent } from '../../contract/messages.js';
import type { Caller } from '../caller.js';
import { ask } from '../temporal/ask.js';
import { callVault } from '../vault/call-vault.js';
import { checkAgentId } from './read.js';

/** A login in progress is cancelled first, its browser closed. Milliseconds. */
const REMOVE_MS = 60_000;

/** See `AuthAgents.delete`. */
export async function deleteAgent(caller: Caller, id: string): Promise<void> {
  const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
  // The grant first: it needs an access key, and without it the workflow can do no harm.
  await callVault(caller, 'agents.revoke', { id });
  try {
    await ask(caller, { absent: 'agent_not_found', ms: REMOVE_MS }, () => handle.executeUpdate(agent.remove));
  } catch (error) {
    // Gone already: an earlier deletion got this far.
    if (!hasCode(error, 'agent_not_found')) throw error;
  }
}

import { agent } from '../../contract/messages.js';
import { ask } from '../lib/ask.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { checkAgentId } from './read.js';

/** A login in progress is cancelled first, its browser closed. Milliseconds. */
const REMOVE_MS = 60_000;

/**
 * Deletes an agent: no login may use its credential from now on, and the one in progress is cancelled. Its profile stays.
 * @throws AgentAuthError `agent_not_found`, `forbidden`
 */
export const remove =
  (caller: Caller) =>
  async (id: string): Promise<void> => {
    const handle = caller.temporal.workflow.getHandle(checkAgentId(id));
    // The grant first: it needs an access key, and without it the workflow can do no harm.
    await callVault(caller, 'agents.revoke', { id });
    try {
      await ask(caller, { absent: 'agent_not_found', ms: REMOVE_MS }, () => handle.executeUpdate(agent.remove));
    } catch (error) {
      // Gone already: an earlier deletion got this far.
      if (!hasCode(error, 'agent_not_found')) throw error;
    }
  };

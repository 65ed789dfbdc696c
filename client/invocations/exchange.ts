import { AgentAuthError } from '../../contract/errors.js';
import { invocation } from '../../contract/messages.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { hashOfHandoff } from '../lib/random.js';
import { checkId } from './read.js';
import { retrieve } from './retrieve.js';

/**
 * Uses up the one-time code of a link. Of several who show the same code at once, one gets through.
 * @throws AgentAuthError `handoff_expired`, also when the invocation has ended; `invocation_not_found`
 */
export const exchange =
  (caller: Caller) =>
  async (id: string, code: string): Promise<void> => {
    const handle = caller.temporal.workflow.getHandle(checkId(id));
    const hash = hashOfHandoff(code);
    try {
      await ask(caller, { absent: 'invocation_not_found' }, () =>
        handle.executeUpdate(invocation.exchange, { args: [hash] }),
      );
    } catch (error) {
      if (!hasCode(error, 'invocation_not_found')) throw error;
      await retrieve(caller)(id);
      throw new AgentAuthError('handoff_expired');
    }
  };

import { invocation } from '../../contract/messages.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { checkId } from './read.js';
import { endedOrAbsent } from './retrieve.js';

/**
 * Ends an invocation; nothing of it is saved. Works while no worker is up: it is carried out when one comes. One that has ended, but whose
 * page is still being closed, takes it without an error and without effect.
 * @throws AgentAuthError `invocation_not_found`, `invocation_ended`
 */
export const cancel =
  (caller: Caller) =>
  async (invocation_id: string): Promise<void> => {
    const handle = caller.temporal.workflow.getHandle(checkId(invocation_id));
    try {
      await ask(caller, { absent: 'invocation_not_found' }, () => handle.signal(invocation.cancel));
    } catch (error) {
      throw hasCode(error, 'invocation_not_found') ? await endedOrAbsent(caller, invocation_id) : error;
    }
  };

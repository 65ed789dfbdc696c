import { invocation } from '../../contract/messages.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { makeHandoff } from '../lib/random.js';
import { checkId } from './read.js';
import { endedOrAbsent } from './retrieve.js';
import type { Handoff } from './shape.js';

/** The person's link. The code is in the query, as in Kernel's links; the page takes it out of the address at once. */
export const toHandoff = ({ http_url }: Pick<Caller, 'http_url'>, invocation_id: string, code: string): Handoff => ({
  invocation_id,
  handoff_code: code,
  hosted_url: http_url && `${http_url}/agents/auth/invocations/${invocation_id}?code=${code}`,
});

/**
 * Makes another link to an invocation, for a person who lost the first one. Links that were made before stay good.
 * @throws AgentAuthError `invocation_not_found`, `invocation_ended`
 */
export const handoff =
  (caller: Caller) =>
  async (id: string): Promise<Handoff> => {
    const invocation_id = checkId(id);
    const { code, hash } = makeHandoff();
    const handle = caller.temporal.workflow.getHandle(invocation_id);
    try {
      await ask(caller, { absent: 'invocation_not_found' }, () => handle.signal(invocation.addHandoff, hash));
    } catch (error) {
      throw hasCode(error, 'invocation_not_found') ? await endedOrAbsent(caller, invocation_id) : error;
    }
    return toHandoff(caller, invocation_id, code);
  };

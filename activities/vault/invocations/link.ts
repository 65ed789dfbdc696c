import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import { requireScope } from '../access-keys/authorize.js';
import type { Operation } from '../calls/operation.js';
import { findInvocation } from './find.js';
import { addLink } from './links.js';

/**
 * Lets the code of a link entitle to answers. Who starts logins hands out their links, and who may answer may let somebody else do it. An
 * invocation whose agent is not named may not have begun yet: it does moments after its start.
 * @throws AgentAuthError `invocation_not_found` (of another agent than the one that is named, or not begun), `invocation_ended`, `forbidden`
 */
export const linkInvocation: Operation<'invocations.link'> = {
  scope: null,
  writes: true,
  params: invocations.link,
  async run({ ctx, db, params, caller }) {
    if (!caller.may('orchestrate')) requireScope(caller, 'answer');
    const { auth_agent_id, ...link } = params;
    const row = await findInvocation(db, link.invocation_id);
    if (auth_agent_id !== undefined && row?.agent_id !== auth_agent_id)
      throw new AgentAuthError('invocation_not_found');
    if (row !== undefined && row.ended_at !== null)
      throw new AgentAuthError('invocation_ended', { status: row.status });
    // A re-login waits for days, and so does the link to it.
    const lasting = row?.type === 'reauth';
    await addLink(ctx, db, link, { lasting, made_by: caller.key.id });
    return lasting ? { lasting } : null;
  },
};

import { AgentAuthError, agentId } from '../../../contract/index.js';
import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import { referenceOf } from '../providers/reference.js';
import { setProxy } from './proxy.js';
import { granted, refer, writeGrant } from './settings.js';
import { selectAgents, showAgent } from './show.js';

/**
 * Finds or creates an agent and says what its logins may use.
 * @throws AgentAuthError `invalid_domain`, `invalid_name`, `invalid_url`, `invalid_proxy`, `invalid_input` (an id of another agent), `credential_not_found`,
 * `domain_mismatch`, `forbidden`
 */
export const grantAgent: Operation<'agents.grant'> = {
  scope: 'orchestrate',
  writes: true,
  params: agents.grant,
  async run(call) {
    const { ctx, db, params: given } = call;
    const { domain } = given;
    const id = agentId(domain, given.profile_name);
    if (given.id !== id) throw new AgentAuthError('invalid_input', { fields: ['id'] });

    const before = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    const grant = await granted(call, domain, given, before);
    if (before !== undefined) await writeGrant(call, before, grant);
    else {
      const fresh = {
        id,
        domain,
        profile_name: given.profile_name,
        status: 'NEEDS_AUTH',
        created_at: ctx.clock(),
      } as const;
      const nothingYet = {
        save_credential_as: null,
        name_from_workflow: 0,
        sessions_replaced: 0,
        last_auth_at: null,
        session_expires_at: null,
        post_login_url: null,
      } as const;
      await db
        .insertInto('agents')
        .values({ ...fresh, ...grant, ...nothingYet })
        .execute();
    }
    await setProxy(call, id, given.proxy);
    await refer(call, id, domain, given.credential);
    const row = await selectAgents(db).where('agents.id', '=', id).executeTakeFirstOrThrow();
    return { ...(await showAgent(ctx, db, row)), ...(await referenceOf(ctx, db, id)) };
  },
};

import { AgentAuthError, agentId } from '../../../contract/index.js';
import { agents } from '../../../contract/schemas/agents.js';
import { sameSite } from '../../../contract/site.js';
import { requireScope } from '../access-keys/authorize.js';
import type { Call, Operation } from '../calls/operation.js';
import { markAgents } from '../changes/mark.js';
import { findCredential } from '../credentials/find.js';
import { changeAccounts } from './account-change.js';
import { forgetConsents } from './consents.js';
import { setProxy } from './proxy.js';
import { selectAgents, showAgent } from './show.js';

/**
 * A list of other places in the grant: those outside the agent's site only by an admin key, or once one has allowed them.
 * @param given absent leaves the list as it was
 */
function places(
  caller: Grant['caller'],
  domain: string,
  given: readonly string[] | undefined,
  before: readonly string[],
): readonly string[] {
  if (given === undefined) return before;
  const wanted = [...new Set(given)];
  const foreign = wanted.some((other) => !sameSite(domain, other) && !before.includes(other));
  if (foreign) requireScope(caller, 'admin');
  return wanted;
}

/** The credential to link, if its values may be typed on the agent's site. */
async function linkable(
  { db, params: given }: Grant,
  domain: string,
  allowed: readonly string[],
): Promise<string | null> {
  if (given.credential_name == null) return null;
  const credential = await findCredential(db, given.credential_name);
  const fits = sameSite(credential.domain, domain) || allowed.some((other) => sameSite(credential.domain, other));
  if (!fits) throw new AgentAuthError('domain_mismatch', { domain, credential_domain: credential.domain });
  return credential.id;
}

type Grant = Call<'agents.grant'>;

const toBit = (on: boolean): 0 | 1 => (on ? 1 : 0);

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
    const { ctx, db, params: given, caller } = call;
    const { domain } = given;
    const id = agentId(domain, given.profile_name);
    if (given.id !== id) throw new AgentAuthError('invalid_input', { fields: ['id'] });

    const before = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    const listed = (text: string | undefined): readonly string[] => (text === undefined ? [] : JSON.parse(text));
    const allowed = places(caller, domain, given.allowed_domains, listed(before?.allowed_domains));
    const grant = {
      allowed_domains: JSON.stringify(allowed),
      send_to: JSON.stringify(places(caller, domain, given.send_to, listed(before?.send_to))),
      credential_id:
        given.credential_name === undefined ? (before?.credential_id ?? null) : await linkable(call, domain, allowed),
      login_url: given.login_url === undefined ? (before?.login_url ?? null) : given.login_url,
      stay_signed_in: toBit(given.stay_signed_in ?? before?.stay_signed_in !== 0),
      updated_at: ctx.clock(),
    };
    if (before !== undefined) {
      await changeAccounts(ctx, db, [id], () => db.updateTable('agents').set(grant).where('id', '=', id).execute());
      const { updated_at, ...rights } = grant;
      if (Object.entries(rights).some(([member, value]) => before[member as keyof typeof rights] !== value))
        await markAgents(ctx, db, [id]);
      if (grant.credential_id !== before.credential_id) await forgetConsents(db, id);
      // The way to log in with another account may be another one.
      if (grant.credential_id !== before.credential_id || grant.login_url !== before.login_url)
        await db.deleteFrom('learned_recipes').where('agent_id', '=', id).execute();
    } else {
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
    return showAgent(ctx, db, await selectAgents(db).where('agents.id', '=', id).executeTakeFirstOrThrow());
  },
};

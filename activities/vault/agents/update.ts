import { DEFAULT_REAUTH_WAIT_SECONDS } from '../../../contract/agent/reauth-wait.js';
import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import { referenceOf } from '../providers/reference.js';
import { findAgent } from './find.js';
import { setProxy } from './proxy.js';
import { CHECK_INTERVAL, granted, refer, writeGrant } from './settings.js';
import { selectAgents, showAgent } from './show.js';

/** Null clears; absent stays absent. */
const orIfNull = <T>(given: T | null | undefined, cleared: T): T | undefined => (given === null ? cleared : given);

/**
 * Changes the settings of an agent. Its logins go by them from their next step on.
 * @throws AgentAuthError `agent_not_found`, `credential_not_found`, `domain_mismatch`, `forbidden`
 */
export const updateAgent: Operation<'agents.update'> = {
  scope: 'orchestrate',
  writes: true,
  params: agents.update,
  async run(call) {
    const { ctx, db, params } = call;
    const before = await findAgent(db, params.id);
    const given = {
      credential: params.credential,
      credential_name: params.credential_name,
      login_url: params.login_url,
      allowed_domains: orIfNull(params.allowed_domains, []),
      send_to: orIfNull(params.send_to, []),
      stay_signed_in: orIfNull(params.stay_signed_in, true),
      health_checks: orIfNull(params.health_checks, true),
      health_check_interval: orIfNull(params.health_check_interval, CHECK_INTERVAL),
      auto_reauth: orIfNull(params.auto_reauth, true),
      keep_alive: orIfNull(params.keep_alive, false),
      reauth_wait_seconds: orIfNull(params.reauth_wait_seconds, DEFAULT_REAUTH_WAIT_SECONDS),
    };
    const grant = await granted(call, before.domain, given, before);
    const { save_credential_as: name } = params;
    const saving = name === undefined ? {} : ({ save_credential_as: name, name_from_workflow: 0 } as const);
    await writeGrant(call, before, { ...grant, ...saving });
    await setProxy(call, before.id, params.proxy);
    await refer(call, before.id, before.domain, params.credential);
    const row = await selectAgents(db).where('agents.id', '=', before.id).executeTakeFirstOrThrow();
    return { ...(await showAgent(ctx, db, row)), ...(await referenceOf(ctx, db, before.id)) };
  },
};

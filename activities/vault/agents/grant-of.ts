import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { valueKeys } from '../credentials/values.js';
import { findRunning } from '../invocations/find.js';
import { hasChanged } from '../invocations/login-account.js';
import { isOutdated } from '../providers/changes.js';
import type { HeldItem } from '../providers/connections.js';
import { changedSince } from '../providers/troubles.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { hasTotp } from '../totp/stored.js';
import type { Grant, GrantedCredential } from '../types.js';
import { findAgent } from './find.js';
import { proxyVersion } from './proxy.js';
import { bearsOneVisit } from './single-visit.js';

async function grantedCredential(db: Db, id: string): Promise<GrantedCredential> {
  const { name, domain, version, sso_provider } = await findCredential(db, id);
  const [value_keys, has_totp] = [await valueKeys(db, id), await hasTotp(db, id)];
  return { id, name, domain, version, sso_provider, value_keys, has_totp };
}

/** With the item of a provider, where a login on this worker has read one: its values stand in for stored ones, and add to them. */
function withItem(
  stored: GrantedCredential | null,
  { values, totp, place }: HeldItem,
): Pick<Grant, 'credential' | 'item'> {
  const own = { id: place.id, name: place.id, domain: place.domain, version: 0, sso_provider: null };
  const credential = stored ?? { ...own, value_keys: [], has_totp: false };
  const value_keys = [...new Set([...Object.keys(values), ...credential.value_keys])].sort();
  return { credential: { ...credential, value_keys, has_totp: credential.has_totp || totp !== null }, item: place };
}

/** Whether a login is to look for its item anew: that has changed, or a provider that it could not ask is another one now. */
async function isToReadAnew(ctx: VaultContext, db: Db, agentId: string, invocationId: string | null): Promise<boolean> {
  const held = ctx.connections.held(agentId);
  if (held !== null && (await isOutdated(db, agentId, held))) return true;
  return invocationId !== null && (await changedSince(ctx, db, invocationId)).length > 0;
}

const isAnother = async (ctx: VaultContext, db: Db, auth_agent_id: string, invocation_id: string | null) =>
  invocation_id !== null && (await hasChanged(ctx, db, { invocation_id, auth_agent_id }));

async function readGrant(ctx: VaultContext, db: Db, agentId: string, invocationId: string | null): Promise<Grant> {
  const { connections } = ctx;
  const agent = await findAgent(db, agentId);
  const credential = agent.credential_id === null ? null : await grantedCredential(db, agent.credential_id);
  const held = connections.held(agentId);
  return {
    agent_id: agent.id,
    domain: agent.domain,
    profile_name: agent.profile_name,
    login_url: agent.login_url,
    allowed_domains: JSON.parse(agent.allowed_domains),
    send_to: JSON.parse(agent.send_to),
    stay_signed_in: agent.stay_signed_in === 1,
    proxy_version: await proxyVersion(db, agent.id),
    single_visit: await bearsOneVisit(db, agent),
    session: agent.sessions_replaced,
    ...(held === null ? { credential } : withItem(credential, held)),
    ...((await isToReadAnew(ctx, db, agentId, invocationId)) ? { item_changed: true } : {}),
    ...((await isAnother(ctx, db, agentId, invocationId)) ? { is_another: true } : {}),
  };
}

/** What the logins of an agent may use and where. See `LoginVault.grantOf`. */
export const grantOf = (ctx: VaultContext, agentId: string): Promise<Grant> =>
  inTransaction(ctx.db, (db) => readGrant(ctx, db, agentId, null));

/** The grant of a login that runs. See `LoginVault.grantFor`. */
export const grantFor = (ctx: VaultContext, ref: LoginRef): Promise<Grant> =>
  inTransaction(ctx.db, async (db) => {
    const { id, agent_id } = await findRunning(db, ref);
    return readGrant(ctx, db, agent_id, id);
  });

/** The proxy of an agent: what its user name and password are, only its logins read. */
import type { AgentProxy } from '../../../contract/address/proxy.js';
import type { LoginRef } from '../../../contract/steps.js';
import { requireScope } from '../access-keys/authorize.js';
import type { Call } from '../calls/operation.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { findRunning } from '../invocations/find.js';
import { type Db, inTransaction } from '../store/transaction.js';

const at = (id: string, version: number): FieldRef => ({ table: 'agent_proxies', id, field: 'sealed', version });

const find = (db: Db, agentId: string) =>
  db.selectFrom('agent_proxies').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

/** Which of the proxies that an agent has had is its own now; null: none. */
export const proxyVersion = async (db: Db, agentId: string): Promise<number | null> =>
  (await find(db, agentId))?.version ?? null;

/**
 * Gives an agent another proxy, or none. By an admin key only: a proxy sees where an agent goes, and what goes there in plain.
 * @param given absent leaves it as it was
 * @throws AgentAuthError `forbidden`
 */
export async function setProxy(
  { ctx, db, caller }: Pick<Call<'agents.grant'>, 'ctx' | 'db' | 'caller'>,
  agentId: string,
  given: AgentProxy | null | undefined,
): Promise<void> {
  if (given === undefined) return;
  requireScope(caller, 'admin');
  const before = await proxyVersion(db, agentId);
  await forgetProxy(ctx, db, agentId);
  if (given === null) return;
  const version = Math.max(ctx.clock(), (before ?? 0) + 1);
  const has_credentials = given.username === undefined ? 0 : 1;
  const sealed = await ctx.records.seal(db, at(agentId, version), JSON.stringify(given));
  await db
    .insertInto('agent_proxies')
    .values({ agent_id: agentId, version, server: given.server, has_credentials, sealed })
    .execute();
}

export async function forgetProxy(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('agent_proxies').where('agent_id', '=', agentId).execute();
  await ctx.records.forget(db, { table: 'agent_proxies', id: agentId });
}

/** What an agent's traffic goes out by; null: directly. */
export async function proxyOf(ctx: VaultContext, db: Db, agentId: string): Promise<AgentProxy | null> {
  const row = await find(db, agentId);
  if (row === undefined) return null;
  return JSON.parse((await ctx.records.open(db, at(agentId, row.version), row.sealed)).toString());
}

/** See `LoginVault.openProxy`. */
export const openProxy = (ctx: VaultContext, ref: LoginRef): Promise<AgentProxy | null> =>
  inTransaction(ctx.db, async (db) => {
    const { agent_id } = await findRunning(db, ref);
    return proxyOf(ctx, db, agent_id);
  });

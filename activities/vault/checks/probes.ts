/** What tells an agent's session from none, by its site; kept when a login has proven the session. */
import type { Selectable } from 'kysely';
import type { CheckUnavailable } from '../../../contract/agent/session-check.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { WaysToLook } from '../probe.js';
import { siteOfDomain } from '../profiles/session.js';
import type { Db } from '../store/transaction.js';
import type { SessionProbesTable } from './tables.js';

type AgentAt = { readonly id: string; readonly domain: string };

const recordId = (agentId: string, site: string): string => `${agentId} ${site}`;

const at = (agentId: string, site: string, version: number): FieldRef => ({
  table: 'session_probes',
  id: recordId(agentId, site),
  field: 'probe',
  version,
});

export type ProbeRow = Selectable<SessionProbesTable>;

export const findProbe = (db: Db, { id, domain }: AgentAt): Promise<ProbeRow | undefined> =>
  db
    .selectFrom('session_probes')
    .selectAll()
    .where('agent_id', '=', id)
    .where('site', '=', siteOfDomain(domain))
    .executeTakeFirst();

/** Takes the place of what was kept before, also where there is nothing: that one may take a session of now for none. */
export async function keepWays(
  ctx: VaultContext,
  db: Db,
  agent: AgentAt,
  ways: WaysToLook | null,
  unavailable: CheckUnavailable | null,
): Promise<void> {
  const { id: agent_id, domain } = agent;
  const site = siteOfDomain(domain);
  const now = ctx.clock();
  const version = Math.max(now, ((await findProbe(db, agent))?.version ?? 0) + 1);
  const row = {
    version,
    sealed: ways && (await ctx.records.seal(db, at(agent_id, site, version), JSON.stringify(ways))),
    unavailable,
    learned_at: now,
  };
  await db
    .insertInto('session_probes')
    .values({ agent_id, site, ...row })
    .onConflict((conflict) => conflict.columns(['agent_id', 'site']).doUpdateSet(row))
    .execute();
}

export async function openWays(ctx: VaultContext, db: Db, row: ProbeRow | undefined): Promise<WaysToLook | null> {
  if (!row || row.sealed === null) return null;
  const opened = await ctx.records.open(db, at(row.agent_id, row.site, row.version), row.sealed);
  return JSON.parse(opened.toString());
}

/** Nothing tells its session from none. */
export async function noteUntold(db: Db, { id, domain }: AgentAt): Promise<void> {
  await db
    .updateTable('session_probes')
    .set({ unavailable: 'no_probe' })
    .where('agent_id', '=', id)
    .where('site', '=', siteOfDomain(domain))
    .execute();
}

/** Why a session can't be checked; null where it can. */
export const unavailableBy = (row: ProbeRow | undefined): CheckUnavailable | null =>
  row === undefined ? 'no_probe' : row.unavailable;

export const unavailableFor = async (db: Db, agent: AgentAt): Promise<CheckUnavailable | null> =>
  unavailableBy(await findProbe(db, agent));

export async function forgetProbes(ctx: VaultContext, db: Db, agentId: string): Promise<void> {
  const gone = await db.deleteFrom('session_probes').where('agent_id', '=', agentId).returning('site').execute();
  for (const { site } of gone) await ctx.records.forget(db, { table: 'session_probes', id: recordId(agentId, site) });
}

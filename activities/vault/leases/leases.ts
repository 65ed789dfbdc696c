/** Who uses a session says so for a time: as long as it works, no login takes its place. Nobody is kept from anything else by it. */
import type { SessionLease } from '../../../contract/agent/session-lifetime.js';
import type { Caller } from '../access-keys/authorize.js';
import type { VaultContext } from '../context.js';
import { siteOfDomain } from '../profiles/session.js';
import type { AgentsTable } from '../store/schema.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';

/** Begins a lease, or goes on with it: a call that is repeated names the same one. */
export async function takeLease(
  ctx: VaultContext,
  db: Db,
  { id, lease_seconds }: { readonly id: string; readonly lease_seconds: number },
  { key }: Caller,
  profileId: string,
  domain: string | undefined,
): Promise<SessionLease> {
  const lasts_until = ctx.clock() + lease_seconds * 1000;
  await db
    .insertInto('session_leases')
    .values({
      ...{ id, profile_id: profileId, lasts_until, made_by: key.id },
      site: domain === undefined ? null : siteOfDomain(domain),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lasts_until }))
    .execute();
  return { id, expires_at: toText(lasts_until) };
}

/** Whoever has no right to a session any more keeps nobody from renewing it. */
export async function endLeasesOf(db: Db, keyId: string): Promise<void> {
  await db.deleteFrom('session_leases').where('made_by', '=', keyId).execute();
}

type Agent = Pick<AgentsTable, 'id' | 'domain' | 'profile_name'>;

/** Until when the sessions of many agents are in use, by their ids; those that are not, as far as is known, are not in it. Ms since the epoch. */
export async function leasesOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, number>> {
  if (agents.length === 0) return new Map();
  const rows = await db
    .selectFrom('session_leases')
    .innerJoin('profiles', 'profiles.id', 'session_leases.profile_id')
    .select(['profiles.name', 'session_leases.site'])
    .select((eb) => eb.fn.max('session_leases.lasts_until').as('last'))
    .where('profiles.name', 'in', [...new Set(agents.map(({ profile_name }) => profile_name))])
    .where('session_leases.lasts_until', '>', ctx.clock())
    .groupBy(['profiles.name', 'session_leases.site'])
    .execute();
  const leases = new Map<string, number>();
  for (const { id, domain, profile_name } of agents) {
    const site = siteOfDomain(domain);
    const own = rows.filter((row) => row.name === profile_name && (row.site === null || row.site === site));
    if (own.length > 0) leases.set(id, Math.max(...own.map(({ last }) => Number(last))));
  }
  return leases;
}

/** @returns null where it is not in use, as far as is known */
export const leasedUntil = async (ctx: VaultContext, db: Db, agent: Agent): Promise<number | null> =>
  (await leasesOf(ctx, db, [agent])).get(agent.id) ?? null;

/** Those that have lapsed, and those of profiles that are gone. */
export async function sweepLeases(ctx: VaultContext, db: Db): Promise<void> {
  await db.deleteFrom('session_leases').where('lasts_until', '<=', ctx.clock()).execute();
}

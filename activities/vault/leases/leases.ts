/** Who uses a session says so for a time: as long as it works, no login takes its place. Nobody is kept from anything else by it. */
import type { SessionLease } from '../../../contract/session-lifetime.js';
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
  profileId: string,
  domain: string | undefined,
): Promise<SessionLease> {
  const lasts_until = ctx.clock() + lease_seconds * 1000;
  await db
    .insertInto('session_leases')
    .values({ id, profile_id: profileId, site: domain === undefined ? null : siteOfDomain(domain), lasts_until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lasts_until }))
    .execute();
  return { id, expires_at: toText(lasts_until) };
}

type Agent = Pick<AgentsTable, 'domain' | 'profile_name'>;

/** Until when agents' sessions are in use, by agent; in the order given. Null: they are not, as far as is known. */
export async function leasesOf(ctx: VaultContext, db: Db, agents: readonly Agent[]): Promise<(number | null)[]> {
  if (agents.length === 0) return [];
  const rows = await db
    .selectFrom('session_leases')
    .innerJoin('profiles', 'profiles.id', 'session_leases.profile_id')
    .select(['profiles.name', 'session_leases.site', 'session_leases.lasts_until'])
    .where('profiles.name', 'in', [...new Set(agents.map(({ profile_name }) => profile_name))])
    .where('session_leases.lasts_until', '>', ctx.clock())
    .execute();
  return agents.map(({ domain, profile_name }) => {
    const site = siteOfDomain(domain);
    const own = rows.filter((row) => row.name === profile_name && (row.site === null || row.site === site));
    return own.length === 0 ? null : Math.max(...own.map(({ lasts_until }) => lasts_until));
  });
}

export const leasedUntil = async (ctx: VaultContext, db: Db, agent: Agent): Promise<number | null> =>
  (await leasesOf(ctx, db, [agent]))[0] ?? null;

/** Those that have lapsed, and those of profiles that are gone. */
export async function sweepLeases(ctx: VaultContext, db: Db): Promise<void> {
  await db.deleteFrom('session_leases').where('lasts_until', '<=', ctx.clock()).execute();
}

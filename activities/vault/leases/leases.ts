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

/** Until when the session of an agent is in use. Ms since the epoch; null: it is not, as far as is known. */
export async function leasedUntil(
  ctx: VaultContext,
  db: Db,
  { domain, profile_name }: Pick<AgentsTable, 'domain' | 'profile_name'>,
): Promise<number | null> {
  const site = siteOfDomain(domain);
  const last = await db
    .selectFrom('session_leases')
    .innerJoin('profiles', 'profiles.id', 'session_leases.profile_id')
    .select('session_leases.lasts_until')
    .where('profiles.name', '=', profile_name)
    .where('session_leases.lasts_until', '>', ctx.clock())
    .where((eb) => eb.or([eb('session_leases.site', 'is', null), eb('session_leases.site', '=', site)]))
    .orderBy('session_leases.lasts_until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.lasts_until ?? null;
}

/** Those that have lapsed, and those of profiles that are gone. */
export async function sweepLeases(ctx: VaultContext, db: Db): Promise<void> {
  await db.deleteFrom('session_leases').where('lasts_until', '<=', ctx.clock()).execute();
}

import { proxyOf } from '../agents/proxy.js';
import type { CheckTaken, LookInput } from '../check.js';
import type { VaultContext } from '../context.js';
import { leasedUntil } from '../leases/leases.js';
import { askedToWait } from '../ledger/asked-to-wait.js';
import { pauseOf } from '../pauses/pauses.js';
import { accountOfCredential } from '../profiles/accounts.js';
import { release, takeFree } from '../profiles/holds.js';
import { loadedBy } from '../profiles/jar.js';
import { readOwners } from '../profiles/owners.js';
import { seenBy } from '../profiles/seen.js';
import { findProfileByName, openCurrent } from '../profiles/versions.js';
import { newId } from '../store/ids.js';
import { hasLapsed, lapsed } from '../store/lapsed.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findLookedAt, knownOf } from './known.js';
import { openWays } from './probes.js';
import { LEASED_MS } from './schedule.js';

/** One look at a time, by whichever worker. @param isFirst whether there is no row yet */
async function lease(ctx: VaultContext, db: Db, agent_id: string, name: string, isFirst: boolean): Promise<boolean> {
  const now = ctx.clock();
  const nothing = { next_at: now, inconclusive: 0, checked_at: null, seen_at: null };
  const unseen = { answer: null, why: null, looked_by: null };
  const empty = { agent_id, lease: null, leased_until: 0, ...nothing, ...unseen };
  if (isFirst)
    await db
      .insertInto('session_checks')
      .values(empty)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const { numUpdatedRows } = await db
    .updateTable('session_checks')
    .set({ lease: name, leased_until: now + LEASED_MS })
    .where('agent_id', '=', agent_id)
    .where((eb) => lapsed(eb, 'leased_until', now, LEASED_MS))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** See `CheckVault.takeCheck`. */
export const takeCheck = (
  ctx: VaultContext,
  { id, max_age_seconds, learns = false }: LookInput,
  since: number,
): Promise<CheckTaken> =>
  inTransaction(ctx.db, async (db): Promise<CheckTaken> => {
    const { agent, row, probe } = await findLookedAt(db, id);
    const after = Math.min(ctx.clock() - max_age_seconds * 1000, since);
    const checked = knownOf(agent, row, probe, after);
    const known = { kind: 'known', checked } as const;
    // What somebody else saw meanwhile is the answer, whichever it is.
    const is_known = checked.verified || (row?.checked_at ?? 0) > since;
    if (!checked.has_session || (is_known && !learns) || checked.unavailable !== null) return known;
    // Many ask while one looks.
    if (row !== undefined && !hasLapsed(row.leased_until, ctx.clock(), LEASED_MS)) return { kind: 'busy', checked };
    if ((await pauseOf(db, agent)) !== null || (await askedToWait(ctx, db, agent)) !== null) return known;
    const ways = await openWays(ctx, db, probe);
    const profile = await findProfileByName(db, agent.profile_name);
    if (ways === null || profile === undefined || (is_known && ways.requests.length === 0)) return known;
    // What its user has been given is void, where a look changes the session; where nothing says so, a browser does not try it.
    const isUnknown = ways.probe === null && ways.requests.length === 0;
    const may_change = ways.changes || isUnknown;
    if (may_change && (await leasedUntil(ctx, db, agent)) !== null) return known;
    const name = newId('chk');
    const owners = await readOwners(db, agent.profile_name);
    // What a look would renew, nobody else renews now; a login that waits for a person is not asked to make way for one.
    const hold = { invocation_id: name, auth_agent_id: id, opening: name };
    if (!(await takeFree(ctx, db, agent.profile_name, owners, hold))) return { kind: 'busy', checked };
    if (!(await lease(ctx, db, id, name, row === undefined))) {
      await release(db, hold);
      return { kind: 'busy', checked };
    }
    const jar = await openCurrent(ctx, db, profile);
    return {
      kind: 'taken',
      checked,
      agent_id: id,
      domain: agent.domain,
      lease: name,
      ways,
      led: jar.facts[id]?.post_login_url ?? null,
      inconclusive: row?.inconclusive ?? 0,
      is_known,
      session: loadedBy(seenBy(jar, await accountOfCredential(ctx, db, agent.credential_id)), owners, id),
      version: profile.version,
      identity: jar.browser ?? null,
      proxy: await proxyOf(ctx, db, id),
    };
  });

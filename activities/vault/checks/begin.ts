import { findAgent } from '../agents/find.js';
import { bearsOneVisit } from '../agents/single-visit.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import { checkIntervalOf } from '../lifetimes/visits.js';
import type { ProofLeads, WaysToLook } from '../probe.js';
import type { Db } from '../store/transaction.js';
import { findProbe, keepWays, openWays } from './probes.js';
import { isStillRefused } from './refused.js';
import { beginChecks } from './schedule.js';

/** What is carried on of a site that ends sessions which are looked at by requests. */
async function refusedBefore(
  ctx: VaultContext,
  db: Db,
  agent: { readonly id: string; readonly domain: string },
): Promise<Partial<WaysToLook>> {
  const row = await findProbe(db, agent);
  const before = await openWays(ctx, db, row);
  // An older version did not say when.
  const refused = before?.refused ?? (row && before?.browser_only ? { at: row.learned_at, times: 1 } : null);
  if (refused === null) return {};
  return isStillRefused(refused, ctx.clock()) ? { requests: [], browser_only: true, refused } : { refused };
}

/** A login has proven a session, and has left by what it can be looked at, or that it can't be. */
export async function beginChecksOf(
  ctx: VaultContext,
  db: Db,
  { agent_id: id, domain }: Pick<InvocationRow, 'agent_id' | 'domain'>,
  leads: ProofLeads | null,
): Promise<void> {
  const ways = leads && { probe: null, ...leads, ...(await refusedBefore(ctx, db, { id, domain })) };
  const why = (await bearsOneVisit(db, { id, domain })) ? 'single_visit' : 'no_probe';
  await keepWays(ctx, db, { id, domain }, ways, leads === null ? why : null);
  // Which request tells is looked for at once, in the background. Where the site gives a session anew with each use, whoever has just taken a copy of it
  // would lose that: there the first look finds out.
  const learnsNow = ways !== null && ways.requests.length > 0 && !ways.changes;
  await beginChecks(ctx, db, id, learnsNow ? 0 : await checkIntervalOf(ctx, db, await findAgent(db, id)));
}

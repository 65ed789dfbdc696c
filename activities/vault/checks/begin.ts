import { findAgent } from '../agents/find.js';
import { bearsOneVisit } from '../agents/single-visit.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import { checkIntervalOf } from '../lifetimes/visits.js';
import type { ProofLeads } from '../probe.js';
import type { Db } from '../store/transaction.js';
import { findProbe, keepWays, openWays } from './probes.js';
import { beginChecks } from './schedule.js';

/** A login has proven a session, and has left by what it can be looked at, or that it can't be. */
export async function beginChecksOf(
  ctx: VaultContext,
  db: Db,
  { agent_id: id, domain }: Pick<InvocationRow, 'agent_id' | 'domain'>,
  leads: ProofLeads | null,
): Promise<void> {
  const before = leads && (await openWays(ctx, db, await findProbe(db, { id, domain })));
  const only = before?.browser_only === true ? { requests: [], browser_only: true } : {};
  const ways = leads && { probe: null, ...leads, ...only };
  const why = (await bearsOneVisit(db, { id, domain })) ? 'single_visit' : 'no_probe';
  await keepWays(ctx, db, { id, domain }, ways, leads === null ? why : null);
  // Which request tells is looked for at once, in the background. Where the site gives a session anew with each use, whoever has just taken a copy of it
  // would lose that: there the first look finds out.
  const learnsNow = ways !== null && ways.requests.length > 0 && !ways.changes;
  await beginChecks(ctx, db, id, learnsNow ? 0 : await checkIntervalOf(ctx, db, await findAgent(db, id)));
}

import type { Probe } from '../../session-check/index.js';
import { findAgent } from '../agents/find.js';
import { bearsOneVisit } from '../agents/single-visit.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import { keepProbe } from './probes.js';
import { beginChecks } from './schedule.js';

/** A login has proven a session, and has found out how to look at it, or not. */
export async function beginChecksOf(
  ctx: VaultContext,
  db: Db,
  { agent_id: id, domain }: Pick<InvocationRow, 'agent_id' | 'domain'>,
  probe: Probe | null,
): Promise<void> {
  const agent = await findAgent(db, id);
  const why = (await bearsOneVisit(db, { id, domain })) ? 'single_visit' : 'no_probe';
  await keepProbe(ctx, db, { id, domain }, probe, why);
  await beginChecks(ctx, db, id, agent.health_check_interval);
}

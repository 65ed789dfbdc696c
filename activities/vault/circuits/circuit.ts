/** Where sites stand, and who waits for them. */
import { homeUrl } from '../../../contract/domain.js';
import { siteAt } from '../../../contract/site.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { recordEvents } from '../events/record.js';
import type { Stop } from '../ledger/rules.js';
import type { AgentsTable } from '../store/schema.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { admission, type Circuit, NO_CIRCUIT, tried } from './rules.js';

export type Waiter = Pick<AgentsTable, 'id' | 'domain' | 'profile_name'>;

/** The registrable domain; host and port on loopback. */
export const circuitSite = (domain: string): string => siteAt(homeUrl(domain));

export async function circuitOf(db: Db, site: string): Promise<Circuit> {
  const row = await db.selectFrom('site_circuits').selectAll().where('site', '=', site).executeTakeFirst();
  return row ?? NO_CIRCUIT;
}

export async function writeCircuit(db: Db, site: string, circuit: Circuit): Promise<void> {
  await db
    .insertInto('site_circuits')
    .values({ site, ...circuit })
    .onConflict((conflict) => conflict.column('site').doUpdateSet({ ...circuit }))
    .execute();
}

/** Between 0 and 1, and the same each time: agents of a site do not come at once. */
const placeOf = (ctx: VaultContext, agentId: string): number =>
  Buffer.from(ctx.fingerprint('place', agentId), 'base64url').readUInt32BE() / 2 ** 32;

const admissionTo = async (ctx: VaultContext, db: Db, { id, domain }: Pick<Waiter, 'id' | 'domain'>) =>
  admission(await circuitOf(db, circuitSite(domain)), id, placeOf(ctx, id), ctx.clock());

/** Why an agent leaves its site alone now; null where it need not. */
export async function circuitStop(
  ctx: VaultContext,
  db: Db,
  agent: Pick<Waiter, 'id' | 'domain'>,
): Promise<Stop | null> {
  const admitted = await admissionTo(ctx, db, agent);
  return admitted.kind === 'waits' ? { why: 'circuit_open', until: admitted.until } : null;
}

/** Takes, or keeps, the try of a site for an agent whose login begins, where the site is tried. */
export async function takeTrial(ctx: VaultContext, db: Db, { id, domain }: Waiter, begun: boolean): Promise<void> {
  if ((await admissionTo(ctx, db, { id, domain })).kind !== 'tries') return;
  const site = circuitSite(domain);
  await writeCircuit(db, site, tried(await circuitOf(db, site), id, begun, ctx.clock()));
}

/** An agent waits for its site: it hears when that is over. The first time it is told to whoever listens. */
export async function waitFor(ctx: VaultContext, db: Db, agent: Waiter, until: number): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('circuit_waiters')
    .values({ agent_id: agent.id, site: circuitSite(agent.domain) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return;
  const stopped = { why: 'circuit_open', until: toText(until) } as const;
  await recordEvents(ctx, db, agent, ['agent.circuit_open'], { stopped });
}

export const waitersFor = async (db: Db, site: string): Promise<string[]> =>
  (
    await db.selectFrom('circuit_waiters').select('agent_id').where('site', '=', site).orderBy('agent_id').execute()
  ).map(({ agent_id }) => agent_id);

/** Those who wait for a site ask again: it is well, or another one may try. */
export async function tellWaiters(ctx: VaultContext, db: Db, site: string, isOver: boolean): Promise<void> {
  await markAgents(ctx, db, await waitersFor(db, site));
  if (isOver) await db.deleteFrom('circuit_waiters').where('site', '=', site).execute();
}

/** Sites where an agent may have to wait now. */
export async function sitesToWaitFor(ctx: VaultContext, db: Db): Promise<ReadonlySet<string>> {
  const now = ctx.clock();
  const rows = await db.selectFrom('site_circuits').selectAll().execute();
  return new Set(
    rows.filter((row) => row.opened_at !== null || row.closed_at + row.spread > now).map(({ site }) => site),
  );
}

/** An agent is gone. The try that it has ends by its time. */
export async function forgetWaiter(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('circuit_waiters').where('agent_id', '=', agentId).execute();
}

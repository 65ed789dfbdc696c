/** Where sites stand, and who waits for them. */
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
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

/** Of many sites. One that was never in trouble is not in it. */
async function circuitsOf(db: Db, sites: readonly string[]): Promise<ReadonlyMap<string, Circuit>> {
  const rows = await db
    .selectFrom('site_circuits')
    .selectAll()
    .where('site', 'in', [...new Set(sites)])
    .execute();
  return new Map(rows.map((row) => [row.site, row]));
}

export const circuitOf = async (db: Db, site: string): Promise<Circuit> =>
  (await circuitsOf(db, [site])).get(site) ?? NO_CIRCUIT;

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

type Asking = Pick<Waiter, 'id' | 'domain'>;

const admissionTo = (ctx: VaultContext, { id }: Asking, circuit: Circuit) =>
  admission(circuit, id, placeOf(ctx, id), ctx.clock());

/** Why agents leave their sites alone now, by their ids; those that need not are not in it. */
export async function circuitStops(
  ctx: VaultContext,
  db: Db,
  agents: readonly Asking[],
): Promise<ReadonlyMap<string, Stop>> {
  const sites = agents.map(({ domain }) => circuitSite(domain));
  const circuits = await circuitsOf(db, sites);
  const stops = new Map<string, Stop>();
  for (const [n, agent] of agents.entries()) {
    const circuit = circuits.get(sites[n]!);
    const admitted = circuit && admissionTo(ctx, agent, circuit);
    if (admitted?.kind === 'waits') stops.set(agent.id, { why: 'circuit_open', until: admitted.until });
  }
  return stops;
}

/** Why an agent leaves its site alone now; null where it need not. */
export const circuitStop = async (ctx: VaultContext, db: Db, agent: Asking): Promise<Stop | null> =>
  (await circuitStops(ctx, db, [agent])).get(agent.id) ?? null;

/** Takes, or keeps, the try of a site for an agent whose login begins, where the site is tried. */
export async function takeTrial(ctx: VaultContext, db: Db, { id, domain }: Waiter, begun: boolean): Promise<void> {
  const site = circuitSite(domain);
  const circuit = await circuitOf(db, site);
  if (admissionTo(ctx, { id, domain }, circuit).kind !== 'tries') return;
  await writeCircuit(db, site, tried(circuit, id, begun, ctx.clock()));
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

/** An agent is gone. The try that it has ends by its time. */
export async function forgetWaiter(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('circuit_waiters').where('agent_id', '=', agentId).execute();
}

/**
 * What keeps logins back that nobody asked for: sessions that end at once, a site that wants to be left alone, or one in trouble. A person's own login is
 * told of it and goes on; what stops the account (rules.ts) stops that, too.
 */
import type { LoginStop } from '../../../contract/agent/stop.js';
import { circuitStop, circuitStops, takeTrial, waitFor } from '../circuits/circuit.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { AgentsTable } from '../store/schema.js';
import { toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { answersIn } from './account.js';
import { askedToWait, waitOn, waitsOf } from './asked-to-wait.js';
import { paceStops } from './pace.js';
import type { Stop } from './rules.js';

type Agent = Pick<AgentsTable, 'id' | 'domain' | 'profile_name' | 'credential_id'>;

type Asking = Omit<Agent, 'profile_name'>;

const siteTrouble = (until: number): Stop => ({ why: 'site_trouble', until });

/** What lasts longest of all that keeps agents back, by their ids; those that nothing keeps are not in it. */
export async function heldBackOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Asking[],
): Promise<ReadonlyMap<string, Stop>> {
  const paces = await paceStops(
    ctx,
    db,
    agents.map(({ id }) => id),
  );
  const waits = await waitsOf(ctx, db, agents);
  const circuits = await circuitStops(ctx, db, agents);
  return new Map(
    agents.flatMap(({ id }) => {
      const wait = waits.get(id);
      const stops = [paces.get(id), wait === undefined ? undefined : siteTrouble(wait), circuits.get(id)];
      const known = stops.filter((stop) => stop !== undefined);
      return known.length === 0
        ? []
        : [[id, known.reduce((one, other) => ((one.until ?? 0) >= (other.until ?? 0) ? one : other))]];
    }),
  );
}

/** What lasts longest of all that keeps an agent back; null where nothing does. */
const heldBack = async (ctx: VaultContext, db: Db, agent: Asking): Promise<Stop | null> =>
  (await heldBackOf(ctx, db, [agent])).get(agent.id) ?? null;

/** An agent that is kept back by its site's trouble is written down: it hears when that is over. */
export async function noteHeld(ctx: VaultContext, db: Db, agent: Agent, stop: LoginStop): Promise<void> {
  if (stop.why === 'circuit_open' && stop.until !== null) await waitFor(ctx, db, agent, Date.parse(stop.until));
}

/**
 * Lets a login that nobody asked for begin, and where its site is tried, lets it be the one that tries.
 * @returns why it may not begin; null where it does
 */
export async function letBegin(ctx: VaultContext, db: Db, agent: Agent): Promise<LoginStop | null> {
  const stop = await heldBack(ctx, db, agent);
  if (stop === null) {
    await takeTrial(ctx, db, agent, true);
    return null;
  }
  const told = { why: stop.why, until: toTextOrNull(stop.until) };
  await noteHeld(ctx, db, agent, told);
  return told;
}

type Running = Pick<InvocationRow, 'id' | 'agent_id' | 'domain' | 'automatic'>;

/** Whether nobody has asked for a login, or answered it since. */
const isByItself = async (db: Db, { id, automatic }: Running): Promise<boolean> =>
  automatic === 1 && (await answersIn(db, id)) === 0;

/** How long a login that is in progress is to stay away from its site, in ms; 0: it may go there. */
export async function keptFromSite(ctx: VaultContext, db: Db, login: Running): Promise<number> {
  if (!(await isByItself(db, login))) return 0;
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', login.agent_id).executeTakeFirst();
  if (agent === undefined) return 0;
  const until = (await askedToWait(ctx, db, agent)) ?? (await circuitStop(ctx, db, agent))?.until ?? null;
  return until === null ? 0 : until - ctx.clock();
}

/**
 * Why a login in progress submits nothing for an account now. What the site has told to this very login holds for a person's as well, until they answer
 * again.
 * @param isAnswered whether a person has answered since the last submission
 */
export async function keptFromAccount(
  ctx: VaultContext,
  db: Db,
  login: Running,
  agent: Asking,
  accounts: readonly string[],
  isAnswered: boolean,
): Promise<Stop | null> {
  if (isAnswered) return null;
  const byItself = await isByItself(db, login);
  const until = await waitOn(ctx, db, accounts, byItself ? null : login.id);
  if (until !== null) return siteTrouble(until);
  return byItself ? circuitStop(ctx, db, agent) : null;
}

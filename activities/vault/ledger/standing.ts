/** What the ledger says about the next logins of agents, before they begin. */

import type { LoginStop } from '../../../contract/agent/stop.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { takeTrial } from '../circuits/circuit.js';
import type { VaultContext } from '../context.js';
import { noteOver } from '../lifetimes/lives.js';
import { pauseOf } from '../pauses/pauses.js';
import { toTextOrNull } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { WorkflowVault } from '../types.js';
import { accountStops } from './account-stops.js';
import type { Agent } from './accounts-of-agents.js';
import { agentsWithStoppedCodes } from './codes.js';
import { heldBackOf, noteHeld } from './held-back.js';
import { noteEnd } from './pace.js';

/** Those of the agents whose accounts, or codes, may be stopped. To know more, their values are opened. */
export interface Suspects<A extends Agent> {
  readonly accounts: readonly A[];
  readonly codes: readonly A[];
}

/** Why logins of agents would be stopped, by their ids; those that would not are not in it. */
export async function stopsOf<A extends Agent>(
  ctx: VaultContext,
  db: Db,
  agents: readonly A[],
  suspects: Suspects<A>,
): Promise<ReadonlyMap<string, LoginStop>> {
  if (agents.length === 0) return new Map();
  const accounts = await accountStops(ctx, db, suspects.accounts);
  const held = await heldBackOf(ctx, db, agents);
  const isStopped = (agent: A): boolean => accounts.has(agent.id) || held.has(agent.id);
  const codes = await agentsWithStoppedCodes(
    ctx,
    db,
    suspects.codes.filter((agent) => !isStopped(agent)),
  );
  const stops = new Map<string, LoginStop>();
  for (const { id } of agents) {
    const stop = accounts.get(id) ?? held.get(id);
    if (stop !== undefined) stops.set(id, { why: stop.why, until: toTextOrNull(stop.until) });
    else if (codes.has(id)) stops.set(id, { why: 'codes_refused', until: null });
  }
  return stops;
}

/** Why a login of the agent would be stopped; null where it would not. */
export const standingOf = async (ctx: VaultContext, db: Db, agent: Agent): Promise<LoginStop | null> =>
  (await stopsOf(ctx, db, [agent], { accounts: [agent], codes: [agent] })).get(agent.id) ?? null;

/** See `WorkflowVault.checkLogin`. */
export function checkLogin(
  ctx: VaultContext,
  { id, session_ended }: Parameters<WorkflowVault['checkLogin']>[0],
  callerId: string,
): Promise<LoginStop | null> {
  return inTransaction(ctx.db, async (db) => {
    if (id !== callerId) throw new AgentAuthError('agent_not_found');
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    // Whether a login may begin is not decided here.
    if (agent === undefined) return null;
    if (session_ended) await noteEnd(ctx, db, id);
    if (session_ended) await noteOver(ctx, db, id, false);
    if ((await pauseOf(db, agent)) !== null) return { why: 'paused', until: null };
    if (session_ended && agent.auto_reauth === 0) return { why: 'auto_reauth_off', until: null };
    const stop = await standingOf(ctx, db, agent);
    if (stop === null) await takeTrial(ctx, db, agent, false);
    else await noteHeld(ctx, db, agent, stop);
    return stop;
  });
}

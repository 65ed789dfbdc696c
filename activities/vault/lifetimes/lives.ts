/** The lives of agents' sessions, as they are kept. */
import type { Selectable } from 'kysely';
import { unavailableFor } from '../checks/probes.js';
import type { VaultContext } from '../context.js';
import { siteOfDomain } from '../profiles/session.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { isExcused } from './causes.js';
import { renewalAt, restBefore } from './end.js';
import { type History, type LifeEvent, NO_HISTORY, next } from './history.js';
import type { Needed, SessionLivesTable } from './tables.js';

export type LifeRow = Selectable<SessionLivesTable>;
type Agent = Selectable<AgentsTable>;

/** Of many agents, by their ids; who has had no session is not in it. */
export async function livesOf(db: Db, agentIds: readonly string[]): Promise<ReadonlyMap<string, LifeRow>> {
  if (agentIds.length === 0) return new Map();
  const rows = await db.selectFrom('session_lives').selectAll().where('agent_id', 'in', agentIds).execute();
  return new Map(rows.map((row) => [row.agent_id, row]));
}

export const findLife = async (db: Db, agentId: string): Promise<LifeRow | undefined> =>
  (await livesOf(db, [agentId])).get(agentId);

export const historyOf = (text: string | null | undefined): History => (text ? JSON.parse(text) : NO_HISTORY);

const findAgent = (db: Db, id: string): Promise<Agent | undefined> =>
  db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();

/** When its session is to be renewed; null: it is not renewed before its end. */
export const renewalOf = (agent: Agent, history: History, tried: number | null): number | null =>
  renewalAt(agent.id, history, agent.session_expires_at, { born: agent.last_auth_at ?? agent.created_at, tried });

/** When a browser is to visit the site, so that the session is not ended for want of use; null: that is not wanted, or a request does it. */
export async function visitOf(db: Db, agent: Agent, history: History): Promise<number | null> {
  if (agent.keep_alive === 0 || history.now === null || (await unavailableFor(db, agent)) !== 'no_probe') return null;
  return history.now.used + (restBefore(history) ?? agent.health_check_interval * 1000);
}

async function write(
  db: Db,
  agent: Agent,
  row: LifeRow | undefined,
  change: Partial<Omit<LifeRow, 'agent_id' | 'history'>> & { readonly history?: History },
): Promise<void> {
  const history = change.history ?? historyOf(row?.history);
  const merged = { needed: null, tried_at: null, wanted: null, ...row, ...change };
  const due = [renewalOf(agent, history, merged.tried_at), await visitOf(db, agent, history)].flatMap((at) => at ?? []);
  const written = {
    history: JSON.stringify(history),
    needed: merged.needed,
    tried_at: merged.tried_at,
    wanted: merged.wanted,
    next_at: due.length === 0 ? null : Math.min(...due),
  };
  await db
    .insertInto('session_lives')
    .values({ agent_id: agent.id, site: siteOfDomain(agent.domain), ...written })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(written))
    .execute();
}

/** Writes down what was heard of an agent's session. @returns what is known of its sessions now */
export async function noteLifeOf(db: Db, agent: Agent, event: LifeEvent): Promise<History> {
  const row = await findLife(db, agent.id);
  const before = historyOf(row?.history);
  const history = next(before, event);
  if (history !== before) await write(db, agent, row, { history });
  return history;
}

/** The same; nothing where the agent is not there any more. */
export async function noteLife(db: Db, agentId: string, event: LifeEvent): Promise<void> {
  const agent = await findAgent(db, agentId);
  if (agent !== undefined) await noteLifeOf(db, agent, event);
}

/** The session of an agent is over: it was seen, or somebody says so. */
export async function noteOver(ctx: VaultContext, db: Db, agentId: string, seen: boolean): Promise<void> {
  const [agent, row] = [await findAgent(db, agentId), await findLife(db, agentId)];
  const { now } = historyOf(row?.history);
  if (agent === undefined || now === null) return;
  const at = ctx.clock();
  await noteLifeOf(db, agent, { kind: 'over', at, seen, excused: await isExcused(db, agent, now.alive, at) });
}

/**
 * A login has proven a session.
 * @param typed whether a secret was submitted for it
 */
export async function noteProven(ctx: VaultContext, db: Db, agentId: string, typed: boolean): Promise<void> {
  const [agent, row] = [await findAgent(db, agentId), await findLife(db, agentId)];
  if (agent === undefined) return;
  const history = historyOf(row?.history);
  const at = ctx.clock();
  const renewed = row?.wanted === 'renewal';
  // An identity provider that knows its user makes a new session without being given anything.
  const isNew = typed || renewed || history.now?.seen_over === true;
  const excused = history.now !== null && (await isExcused(db, agent, history.now.alive, at));
  const began = { kind: 'began', at, renewed, excused } as const;
  await write(db, agent, row, {
    history: next(history, isNew ? began : { kind: 'seen', at }),
    tried_at: null,
  });
}

/**
 * A login has ended.
 * @param needed what a person had to give in one that has made a session; undefined: that is not known anew
 */
export async function noteClosed(db: Db, agentId: string, needed: Needed | null | undefined): Promise<void> {
  const [agent, row] = [await findAgent(db, agentId), await findLife(db, agentId)];
  if (agent === undefined || row === undefined) return;
  await write(db, agent, row, { wanted: null, ...(needed === undefined ? {} : { needed }) });
}

/** What its agent wants has changed. */
export async function replan(db: Db, agentId: string): Promise<void> {
  const [agent, row] = [await findAgent(db, agentId), await findLife(db, agentId)];
  if (agent !== undefined && row !== undefined) await write(db, agent, row, {});
}

export async function forgetLife(db: Db, agentId: string): Promise<void> {
  await db.deleteFrom('session_lives').where('agent_id', '=', agentId).execute();
}

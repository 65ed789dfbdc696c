/** What is known of an agent's session without looking. */
import type { Selectable } from 'kysely';
import type { CheckedSession, SessionCheck } from '../../../contract/agent/session-check.js';
import { AgentAuthError } from '../../../contract/index.js';
import { siteOfDomain } from '../profiles/session.js';
import type { AgentsTable } from '../store/schema.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { type ProbeRow, unavailableBy } from './probes.js';
import type { SessionChecksTable } from './tables.js';

export type CheckRow = Selectable<SessionChecksTable>;
export type CheckedAgent = Selectable<AgentsTable>;

export const findCheck = (db: Db, agentId: string): Promise<CheckRow | undefined> =>
  db.selectFrom('session_checks').selectAll().where('agent_id', '=', agentId).executeTakeFirst();

/** All that a look at an agent's session needs to know of it, by one read. */
export interface LookedAt {
  readonly agent: CheckedAgent;
  readonly row: CheckRow | undefined;
  readonly probe: ProbeRow | undefined;
}

/** @throws AgentAuthError `agent_not_found` */
export async function findLookedAt(db: Db, id: string): Promise<LookedAt> {
  // No two of them have a column of the same name but for the agent's id.
  const found = await db
    .selectFrom('agents')
    .leftJoin('session_checks', 'session_checks.agent_id', 'agents.id')
    .leftJoin('session_probes', 'session_probes.agent_id', 'agents.id')
    .selectAll()
    .where('agents.id', '=', id)
    .execute();
  const [agent] = found;
  if (agent === undefined) throw new AgentAuthError('agent_not_found');
  const site = siteOfDomain(agent.domain);
  const probe = found.find((one) => one.site === site);
  const own = { agent_id: id };
  return {
    agent,
    row: agent.next_at === null ? undefined : ({ ...agent, ...own } as CheckRow),
    probe: probe && ({ ...probe, ...own } as ProbeRow),
  };
}

/** Of a look, as far as it is shown. */
export type CheckColumns = Pick<CheckRow, 'checked_at' | 'answer' | 'why' | 'looked_by'>;

export const showCheck = (row: CheckColumns | undefined): SessionCheck | null =>
  !row || row.checked_at === null || row.answer === null || row.why === null
    ? null
    : { at: toText(row.checked_at), answer: row.answer, by: row.looked_by ?? 'probe', why: row.why };

/** When the session was last seen to work. Ms since the epoch. */
const seenAt = (agent: CheckedAgent, row: CheckRow | undefined): number =>
  Math.max(agent.last_auth_at ?? 0, row?.seen_at ?? 0);

/** @param after ms since the epoch: what was seen to work then or later is believed */
export function knownOf(
  agent: CheckedAgent,
  row: CheckRow | undefined,
  probe: ProbeRow | undefined,
  after: number,
): CheckedSession {
  const has_session = agent.status === 'AUTHENTICATED';
  return {
    has_session,
    verified: has_session && seenAt(agent, row) > after,
    last_check: showCheck(row),
    unavailable: unavailableBy(probe),
  };
}

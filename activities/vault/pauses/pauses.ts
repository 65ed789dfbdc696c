/** The operators' off switch, for one agent or for all of a site. Nothing begins, is opened or is sent for what is paused. */
import type { Selectable } from 'kysely';
import { homeUrl } from '../../../contract/address/domain.js';
import { siteAt } from '../../../contract/address/site.js';
import type { Pause } from '../../../contract/agent/pause.js';
import type { AgentsTable } from '../store/schema.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import type { PausesTable } from './tables.js';

type Paused = Pick<AgentsTable, 'id' | 'domain'>;

/** How soon a login that waits asks again. Ms. */
export const PAUSED_ASKS_AGAIN_MS = 30_000;

const AGENT = 'agent:';
const SITE = 'site:';

export const ofAgent = (id: string): string => AGENT + id;
const ofSite = (site: string): string => SITE + site;
/** Of the site that a domain belongs to; on loopback of that host and port. */
export const ofDomain = (domain: string): string => ofSite(siteAt(homeUrl(domain)));

export const showPause = ({ subject, reason, paused_by, paused_at }: Selectable<PausesTable>): Pause => ({
  scope: subject.startsWith(SITE) ? 'site' : 'agent',
  subject: subject.slice(subject.indexOf(':') + 1),
  reason,
  by: paused_by,
  at: toText(paused_at),
});

/** What pauses an agent: its own switch before that of its site. */
const subjectsOf = ({ id, domain }: Paused): [string, string] => [ofAgent(id), ofDomain(domain)];

/** Of many agents, by their ids; who is not paused is not in it. */
export async function pausesOf(db: Db, agents: readonly Paused[]): Promise<ReadonlyMap<string, Pause>> {
  const subjects = [...new Set(agents.flatMap(subjectsOf))];
  if (subjects.length === 0) return new Map();
  const rows = await db.selectFrom('pauses').selectAll().where('subject', 'in', subjects).execute();
  const pauses = new Map<string, Pause>();
  for (const agent of agents) {
    const row = subjectsOf(agent)
      .map((subject) => rows.find((one) => one.subject === subject))
      .find((found) => found !== undefined);
    if (row) pauses.set(agent.id, showPause(row));
  }
  return pauses;
}

/** @returns null where nothing pauses it */
export const pauseOf = async (db: Db, agent: Paused): Promise<Pause | null> =>
  (await pausesOf(db, [agent])).get(agent.id) ?? null;

/**
 * Whether an agent may send something to a page: neither it nor its site nor the page's is paused.
 * @param address of the page
 */
export async function isPausedAt(db: Db, agent: Paused, address: string): Promise<boolean> {
  const subjects = [...subjectsOf(agent), ofSite(siteAt(address))];
  const row = await db
    .selectFrom('pauses')
    .select('subject')
    .where('subject', 'in', subjects)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The agents that a switch concerns. */
export async function agentsUnder(db: Db, subject: string): Promise<string[]> {
  const agents = await db.selectFrom('agents').select(['id', 'domain']).orderBy('id').execute();
  return agents.filter((agent) => subjectsOf(agent).includes(subject)).map(({ id }) => id);
}

export async function forgetPause(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('pauses').where('subject', '=', subject).execute();
}

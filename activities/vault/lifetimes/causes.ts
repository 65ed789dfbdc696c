/** Ends of sessions that have a cause of their own: they say nothing of how long sessions live. */
import type { Selectable } from 'kysely';
import { findCheck } from '../checks/known.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

type Agent = Pick<Selectable<AgentsTable>, 'id' | 'credential_id' | 'session_expires_at'>;

/** Whoever had the site for away could not see whether it had forgotten its sessions. */
const TROUBLE: readonly (string | null)[] = ['site_trouble', 'not_reached'];

/** The values that it was made with are others now: many sites end all sessions of an account at that. */
async function isChanged(db: Db, { credential_id }: Agent, since: number): Promise<boolean> {
  if (credential_id === null) return false;
  const found = await db
    .selectFrom('credentials')
    .select('id')
    .where('id', '=', credential_id)
    .where('updated_at', '>', since)
    .executeTakeFirst();
  return found !== undefined;
}

/** Another agent has logged in as the same account: many sites have one session for each. */
async function isTakenOver(db: Db, { id }: Agent, since: number): Promise<boolean> {
  const own = db.selectFrom('submissions').select('account').where('agent_id', '=', id);
  const found = await db
    .selectFrom('submissions')
    .select('id')
    .where('account', 'in', own)
    .where('agent_id', '!=', id)
    .where('at', '>', since)
    .where('came_to', 'in', ['accepted', 'proven'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * @param since when its session was last seen to work
 * @param now ms since the epoch
 */
export async function isExcused(db: Db, agent: Agent, since: number, now: number): Promise<boolean> {
  // What the site announced has come.
  if (agent.session_expires_at !== null && agent.session_expires_at <= now) return true;
  const check = await findCheck(db, agent.id);
  if (check !== undefined && check.inconclusive > 0 && TROUBLE.includes(check.why)) return true;
  return (await isChanged(db, agent, since)) || (await isTakenOver(db, agent, since));
}

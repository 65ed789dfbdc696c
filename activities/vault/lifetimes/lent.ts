import type { VaultContext } from '../context.js';
import { siteOfDomain } from '../profiles/session.js';
import type { Db } from '../store/transaction.js';
import { findLife, historyOf, noteLife } from './lives.js';

/** Many ask for a session at once, and a minute more or less says nothing. Ms. */
const EXACT_MS = 60_000;

const agentsOf = async (db: Db, profileName: string, isConcerned: (site: string) => boolean): Promise<string[]> => {
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'domain'])
    .where('profile_name', '=', profileName)
    .execute();
  return agents.filter(({ domain }) => isConcerned(siteOfDomain(domain))).map(({ id }) => id);
};

/**
 * A profile's sessions were handed out, or given back: somebody uses them.
 * @param site null: all
 */
export async function noteLent(ctx: VaultContext, db: Db, profileName: string, site: string | null): Promise<void> {
  const at = ctx.clock();
  for (const id of await agentsOf(db, profileName, (own) => site === null || own === site)) {
    const { now } = historyOf((await findLife(db, id))?.history);
    if (now !== null && !(now.lent && at - now.used < EXACT_MS)) await noteLife(db, id, { kind: 'lent', at });
  }
}

/** Other sessions have taken the place of those of some sites, and nobody knows how old they are. */
export async function noteReplaced(db: Db, profileName: string, sites: readonly string[]): Promise<void> {
  for (const id of await agentsOf(db, profileName, (own) => sites.includes(own)))
    await noteLife(db, id, { kind: 'ended' });
}

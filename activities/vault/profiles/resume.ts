import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import type { Checkpoint } from '../types.js';
import { accountOfAgent } from './accounts.js';
import { EMPTY_JAR, loadedPart, sitesIn } from './jar.js';
import { mergeSessions } from './merge.js';
import { mayUse, readOwners } from './owners.js';
import { seenBy } from './seen.js';
import { EMPTY_SESSION, ofSite, type Session, sitesOf, sumOf } from './session.js';
import { findProfileByName, openCurrent, openVersion } from './versions.js';

/**
 * The state that a login left half-way, to go on with: without sites of others, and with what other logins have saved of a shared site
 * since it was loaded.
 */
export async function onTopOf(
  ctx: VaultContext,
  db: Db,
  { profile_name: name, agent_id }: Pick<InvocationRow, 'profile_name' | 'agent_id'>,
  { storage_state, session_storage = null, base_version }: Checkpoint,
): Promise<Session> {
  const left: Session = { storage_state, session_storage };
  const owners = await readOwners(db, name);
  const row = await findProfileByName(db, name);
  const account = await accountOfAgent(ctx, db, agent_id);
  const now = row === undefined ? EMPTY_JAR : seenBy(await openCurrent(ctx, db, row), account);
  const began = base_version ?? null;
  // Where there was no profile, all that the login has is its own.
  const then = row === undefined || began === null ? EMPTY_JAR : await openVersion(ctx, db, row, began);
  const base = then && seenBy(then, account);
  const at = (site: string): Session => {
    const here = ofSite(left, site);
    const saved = loadedPart(now, owners, agent_id, site);
    if (saved === undefined || saved.version <= (began ?? 0)) return here;
    // Where it is not known any more what the login began with, what was saved and proven since is the better one.
    if (base === null) return sumOf([saved.session, here]);
    return mergeSessions(loadedPart(base, owners, agent_id, site)?.session ?? EMPTY_SESSION, saved.session, here);
  };
  const sites = [...new Set([...sitesIn(now), ...sitesOf(left)])].sort();
  return sumOf(sites.filter((site) => mayUse(owners, agent_id, site)).map(at));
}

import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import type { Checkpoint } from '../types.js';
import { accountOfAgent } from './accounts.js';
import { beganAfter, EMPTY_JAR, loadedPart, sitesIn } from './jar.js';
import { mergeSessions } from './merge.js';
import { mayUse, readOwners } from './owners.js';
import { type Base, readBase } from './pins.js';
import { seenBy } from './seen.js';
import { EMPTY_SESSION, ofSite, type Session, sitesOf, sumOf } from './session.js';
import { findProfileByName, openNow } from './versions.js';

/**
 * The state that a login left half-way, to go on with: without sites of others, and with what other logins have saved of a shared site
 * since it was loaded.
 */
export async function onTopOf(
  ctx: VaultContext,
  db: Db,
  { id: holder, profile_name: name, agent_id }: Pick<InvocationRow, 'id' | 'profile_name' | 'agent_id'>,
  { storage_state, session_storage = null, base_version }: Checkpoint,
): Promise<Session> {
  const left: Session = { storage_state, session_storage };
  const owners = await readOwners(db, name);
  const row = await findProfileByName(db, name);
  const account = await accountOfAgent(ctx, db, agent_id);
  const now = seenBy(await openNow(ctx, db, row), account);
  const began = base_version ?? null;
  // Where there was no profile, all that the login has is its own.
  const then: Base =
    row === undefined || began === null ? { jar: EMPTY_JAR, version: 0 } : await readBase(ctx, db, row, holder, began);
  const base: Base = { ...then, jar: then.jar && seenBy(then.jar, account) };
  const at = (site: string): Session => {
    const here = ofSite(left, site);
    const saved = loadedPart(now, owners, agent_id, site);
    if (saved === undefined || saved.version <= base.version) return here;
    // Where it is not known any more what the login began with, what was saved and proven since is the better one.
    if (base.jar === null) return sumOf([saved.session, here]);
    // What was imported, or brought by a login, is not the session that this one has begun with: they are never mixed.
    if (beganAfter(saved, base.version)) return saved.session;
    const before = loadedPart(base.jar, owners, agent_id, site)?.session ?? EMPTY_SESSION;
    return mergeSessions({ base: before, theirs: saved.session, ours: here, proven: 'ours', now: ctx.clock() });
  };
  const sites = [...new Set([...sitesIn(now), ...sitesOf(left)])].sort();
  return sumOf(sites.filter((site) => mayUse(owners, agent_id, site)).map(at));
}

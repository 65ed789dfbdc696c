import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { leaveTurn, takeTurn } from '../sites/turns.js';
import { newId } from '../store/ids.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { LoadedProfile, StoredProfile } from '../types.js';
import { takeProfile } from './holds.js';
import { loadedBy } from './jar.js';
import { type Owners, readOwners } from './owners.js';
import { findProfileByName, openCurrent } from './versions.js';

async function read(
  ctx: VaultContext,
  db: Db,
  name: string,
  owners: Owners,
  agentId: string,
): Promise<StoredProfile | null> {
  const row = await findProfileByName(db, name);
  if (row === undefined) return null;
  const jar = await openCurrent(ctx, db, row);
  return {
    ...loadedBy(jar, owners, agentId),
    facts: jar.facts[agentId] ?? { post_login_url: null, session_expires_at: null },
    version: row.version,
  };
}

/** Takes a login's turn and its sites, and hands out what it may load. See `LoginVault.loadProfile`. */
export const loadProfile = (ctx: VaultContext, ref: LoginRef, isWatched = false): Promise<LoadedProfile> =>
  inTransaction(ctx.db, async (db): Promise<LoadedProfile> => {
    const { profile_name: name, agent_id, domain } = await findRunning(db, ref);
    const owners = await readOwners(db, name);
    const { invocation_id, auth_agent_id } = ref;
    const hold = { invocation_id, auth_agent_id, opening: newId('hold') };
    const ask_again_ms = await takeTurn(ctx, db, domain, hold, isWatched);
    if (ask_again_ms !== null) return { kind: 'site_full', ask_again_ms };
    if (!(await takeProfile(ctx, db, name, owners, hold))) {
      await leaveTurn(db, hold);
      return { kind: 'in_use' };
    }
    return { kind: 'loaded', hold, profile: await read(ctx, db, name, owners, agent_id) };
  });

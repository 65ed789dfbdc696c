import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { StoredProfile } from '../types.js';
import { findProfileByName, openCurrent } from './versions.js';

/** The current version of a profile. See `LoginVault.loadProfile`. */
export function loadProfile(ctx: VaultContext, name: string, agentId: string): Promise<StoredProfile | null> {
  return inTransaction(ctx.db, async (db): Promise<StoredProfile | null> => {
    const row = await findProfileByName(db, name);
    if (row === undefined) return null;
    const { storage_state, session_storage, facts } = await openCurrent(ctx, db, row);
    return {
      storage_state,
      session_storage,
      facts: facts[agentId] ?? { post_login_url: null, session_expires_at: null },
      version: row.version,
    };
  });
}

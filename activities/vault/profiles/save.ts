import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { settleProven } from '../ledger/settle.js';
import { fromText } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { SaveProfile } from '../types.js';
import { mergeSessions } from './merge.js';
import { EMPTY_SESSION, type Session, withoutSite } from './session.js';
import { findProfileByName, openCurrent, openVersion, type ProfileRow, writeVersion } from './versions.js';

/** Brings in what others saved since the login began. A base that is not kept any more counts as empty: nothing is lost by that. */
async function merged(ctx: VaultContext, db: Db, row: ProfileRow, ours: Session, save: SaveProfile): Promise<Session> {
  const { base_version, auth_agent_id } = save;
  const current = await openCurrent(ctx, db, row);
  const base = base_version === null ? null : await openVersion(ctx, db, row.id, base_version);
  const agent = await db.selectFrom('agents').select('domain').where('id', '=', auth_agent_id).executeTakeFirst();
  // Of its own site a login has seen all, and what it did not need to keep would be put back as it was.
  const session_storage =
    agent === undefined ? current.session_storage : withoutSite(current.session_storage, agent.domain);
  return mergeSessions(base ?? EMPTY_SESSION, { ...current, session_storage }, ours);
}

/** Saves a verified session to the profile of its login. See `LoginVault.saveProfile`. */
export function saveProfile(ctx: VaultContext, save: SaveProfile): Promise<{ readonly version: number }> {
  const { storage_state, session_storage, auth_agent_id, post_login_url, session_expires_at } = save;
  const facts = { [auth_agent_id]: { post_login_url, session_expires_at } };
  const ours: Session = { storage_state, session_storage, facts };
  return inTransaction(ctx.db, async (db) => {
    const { profile_name: name, id } = await findRunning(db, save);
    const row = await findProfileByName(db, name);
    const session = row === undefined ? ours : await merged(ctx, db, row, ours, save);
    const { version } = await writeVersion(ctx, db, name, row, session);
    // By this the login may end in success.
    const saved = {
      saved_at: ctx.clock(),
      session_expires_at: fromText(session_expires_at),
      post_login_url: save.shown_url,
    };
    await db.updateTable('invocations').set(saved).where('id', '=', id).execute();
    await settleProven(ctx, db, save.invocation_id, auth_agent_id);
    return { version };
  });
}

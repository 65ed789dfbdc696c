import type { StorageState } from '../../../contract/index.js';
import type { SaveResult } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { lastingAddress } from './address.js';
import type { ProvedSession } from './prove-session.js';
import { sessionEnd } from './session-end.js';

/**
 * Writes a session that was proved into the profile.
 * @returns null where another login has written there since this one loaded it
 */
export async function saveProved(
  context: LoginContext,
  login: Login,
  proved: ProvedSession,
): Promise<Extract<SaveResult, { kind: 'saved' }> | null> {
  const { hold, profile, scrub } = login;
  const end = sessionEnd(cookiesBefore(login), proved.session, context.clock());
  const session_expires_at = end === null ? null : new Date(end).toISOString();
  const shown_url = scrub.url(proved.url);
  const saved = await context.vault.saveProfile({
    ...hold,
    ...proved.session,
    // As it is: where the next login looks first, and a masked address leads nowhere.
    post_login_url: lastingAddress(proved.url, scrub),
    shown_url,
    session_expires_at,
    base_version: profile?.version ?? null,
  });
  return saved && { kind: 'saved', post_login_url: shown_url, session_expires_at };
}

/** The cookies that are not of this login. Where nothing was typed, the session is the one that was there, and so are its cookies. */
const cookiesBefore = ({ profile, results }: Login): StorageState['cookies'] =>
  results.size === 0 ? [] : (profile?.storage_state.cookies ?? []);

import type { SessionState } from '../../browser/index.js';
import { isNeutral, isNeutralCookie } from '../../session-check/index.js';
import type { Login } from '../login.js';

/**
 * What a stranger's browser carries: what this one carried before anything was typed (the answer to a banner, a language, what a firewall
 * has let pass), so that no difference comes of that; without anything that may be a session, for some sites make the very session of a
 * visitor that of the user.
 */
export function strangerState({ untyped }: Login): SessionState | null {
  if (untyped === null) return null;
  const { cookies, storage, origin } = untyped;
  const localStorage = storage.filter(({ name, value }) => isNeutral(name, value));
  const state = {
    cookies: cookies.filter(isNeutralCookie),
    origins: localStorage.length === 0 ? [] : [{ origin, localStorage }],
  };
  return { storage_state: state, session_storage: null };
}

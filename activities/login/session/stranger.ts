import type { SessionState } from '../../browser/index.js';
import type { Login } from '../login.js';
import { isInfrastructure } from './infrastructure.js';

/** Names of what holds a session, or leads to one. */
const SESSION = /sess|sid$|^sid|token|auth|jwt|login|user|account|remember|identity|ticket|csrf|xsrf|connect\.|secret/i;
/** A long mixture of letters and digits is made to be told from all others: an id, not an answer to a banner. */
const ID = /(?=.*\d)(?=.*[a-z])^[\w.+/=%-]{20,}$/i;

const isNeutral = (name: string, value: string): boolean => !SESSION.test(name) && !ID.test(value);

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
    cookies: cookies.filter(
      ({ name, value, httpOnly }) => isInfrastructure(name) || (!httpOnly && isNeutral(name, value)),
    ),
    origins: localStorage.length === 0 ? [] : [{ origin, localStorage }],
  };
  return { storage_state: state, session_storage: null };
}

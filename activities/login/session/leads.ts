import { candidatesOf, type ProofLeads, signsOf } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { type Found, textOf } from './evidence.js';
import type { Session } from './export-session.js';
import type { Visit } from './visit.js';

/**
 * What the proof of a session has shown of how to look at it later. Nothing is asked for that here: a login does not wait for it. A site that bears one
 * visit is not looked at.
 * @param changed names of what the site changed while the session was proven
 */
export function leadsOf(
  context: LoginContext,
  login: Login,
  { requests }: Visit,
  { address, member, stranger }: Found,
  session: Session,
  changed: readonly string[],
): ProofLeads | null {
  if (login.singleVisit) return null;
  return {
    requests: candidatesOf(requests.all, session, context.clock()),
    page: signsOf(address, textOf(member.seen), textOf(stranger.seen)),
    changes: changed.length > 0,
  };
}

import type { StorageState } from '../../../contract/index.js';
import { candidatesOf, signsOf } from '../../session-check/index.js';
import type { ProofLeads } from '../../vault/probe.js';
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
  const { cookies = null, storage = [] } = login.untyped ?? {};
  const old = [...(cookies ?? []), ...storage].map(({ value }) => value);
  const isOld = (value: string): boolean => old.some((text) => text.includes(value));
  const isSame = (cookie: StorageState['cookies'][number]): boolean =>
    cookies!.some(
      ({ name, value, domain }) => name === cookie.name && domain === cookie.domain && value === cookie.value,
    );
  return {
    requests: candidatesOf(requests.all, session, context.clock(), isOld),
    page: signsOf(address, textOf(member.seen), textOf(stranger.seen)),
    old_cookies: cookies && session.storage_state.cookies.filter(isSame).map(({ name }) => name),
    changes: changed.length > 0,
  };
}

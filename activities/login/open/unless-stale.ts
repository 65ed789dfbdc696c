import { hostnameOf } from '../../../contract/address/host.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { TraceReason } from '../../../contract/invocation/trace.js';
import type { Outcome } from '../../../contract/steps.js';
import { asTrouble, isUnreachable, type SessionState } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Sight } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { isOfSites, isSameState, withoutSession, withoutSites } from '../session/drop-state.js';
import { moveTo } from '../session/move-to.js';
import { openVisit, strangerAt } from '../session/visit.js';

/** Opens the site in the browser that the login has now. */
type Again = (context: LoginContext, login: Login) => Promise<Outcome>;

type Failure = Extract<Outcome, { kind: 'failed' }>;

/** What a site makes of a session that it can't read. What it says of the visitor or the account is no such thing. */
const UNREADABLE: ReadonlySet<FlowErrorCode> = new Set([
  'network_error',
  'website_error',
  'login_form_not_found',
  'ambiguous_form',
  'unsupported_auth_method',
]);

/** Whether what a site shows may be for what the browser began with: then it can't be read. */
export const mayBeStale = (login: Login, outcome: Outcome): outcome is Failure =>
  isUnreadable(outcome) && !login.typed && login.began !== null;

/**
 * What an address shows. Where that can't be read as a login or as what is behind one, and a stranger is shown something better, what the
 * browser began with has gone stale: it is tried once without the session of the site, then without anything of it. What was dropped is
 * missing in what the login saves.
 * @param outcome what it showed with all that the browser began with
 * @param again opens it once more
 */
export async function unlessStale(
  context: LoginContext,
  login: Login,
  address: string,
  outcome: Failure,
  again: Again,
): Promise<Outcome> {
  const doubt = doubtOf(outcome, login, await strangerSees(context, login, address));
  if (doubt !== null) {
    context.note({ stage: 'open', rule: 'stale_state', reason: doubt, facts: { code: outcome.code } });
    return outcome;
  }
  return withoutState(context, login, outcome, again);
}

/** Begins again without the session that a proof was turned away with; null where that leads nowhere, or there was none to drop. */
export async function unlessDead(context: LoginContext, login: Login, again: Again): Promise<Outcome | null> {
  if (login.typed || login.began === null) return null;
  const outcome = await withoutState(context, login, null, again);
  return outcome === null || outcome.kind === 'failed' ? null : outcome;
}

/** Goes on without the session of the site, and where that leads nowhere, without anything of it. Each is done once in a login. */
async function withoutState<T extends Outcome | null>(
  context: LoginContext,
  login: Login,
  outcome: T,
  again: Again,
): Promise<Outcome | T> {
  let last: Outcome | T = outcome;
  for (const drop of [dropSession, dropSites]) {
    const { began } = login;
    const { timeouts, deadline } = context;
    if (began === null || deadline - performance.now() < timeouts.openMs + timeouts.settleMs) break;
    const { state, reason } = drop(login, began, context.clock());
    if (isSameState(state, began)) continue;
    await moveTo(context, login, await openVisit(context, login, state));
    login.began = isEmpty(state) ? null : state;
    login.knownTo = login.began !== null;
    const came = await again(context, login);
    const facts = { outcome: came.kind, ...(came.kind === 'failed' ? { code: came.code } : {}) };
    context.note({ stage: 'open', rule: 'stale_state', reason, facts });
    if (!isUnreadable(came)) return came;
    last = came;
  }
  return last;
}

interface Dropped {
  readonly state: SessionState;
  readonly reason: TraceReason;
}

const dropSession = ({ grant }: Login, began: SessionState, now: number): Dropped => ({
  state: withoutSession(began, isOfSites([hostnameOf(grant.domain)]), now),
  reason: 'session_dropped',
});

/** Also of the sites that the login may pass: the one that keeps the browser in a circle may be theirs. */
const dropSites = ({ grant }: Login, began: SessionState): Dropped => ({
  state: withoutSites(began, isOfSites([grant.domain, ...grant.allowed_domains].map(hostnameOf))),
  reason: 'site_dropped',
});

const isUnreadable = (outcome: Outcome): outcome is Failure =>
  outcome.kind === 'failed' && UNREADABLE.has(outcome.code);

const isEmpty = ({ storage_state: { cookies, origins }, session_storage }: SessionState): boolean =>
  cookies.length === 0 && origins.length === 0 && session_storage === null;

/** What a visitor without any of it is shown; null where the site does not answer. */
async function strangerSees(context: LoginContext, login: Login, address: string): Promise<Sight | null> {
  try {
    return await context.race(strangerAt(context, login, address));
  } catch (error) {
    if (!isUnreachable(asTrouble(error))) throw error;
    return null;
  }
}

/** Why it is not for the state that nothing can be read; null where it may be. */
function doubtOf(outcome: Failure, { live }: Login, stranger: Sight | null): TraceReason | null {
  if (stranger === null) return 'unreachable';
  const { view, status } = stranger.seen;
  if (asksForLogin(view)) return null;
  if ((status ?? 200) >= 400) return 'site_down';
  const isSame = outcome.code === 'login_form_not_found' && stranger.url === live.page.url();
  return isSame && !view.evidence.loginLink ? 'same_for_all' : null;
}

import { homeUrl } from '../../../contract/address/domain.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Checkpoint } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { forget, speaksAgainst } from '../recipes/learn.js';
import { noteStart } from '../recipes/route.js';
import { isSameRequest } from '../session/address.js';
import { findLogin } from './find-login.js';
import { goTo } from './go-to.js';
import { postLoginProbe } from './post-login-probe.js';
import { mayBeStale, unlessStale } from './unless-stale.js';
import { lastWayIn, waysIn } from './ways-in.js';

/** Goes on where the login stood when its page was lost, else from the beginning. */
export async function enterSite(context: LoginContext, login: Login, checkpoint: Checkpoint | null): Promise<Outcome> {
  const resumed = await resumeLogin(context, login, checkpoint);
  if (resumed !== null) return resumed;
  const outcome = await findWayIn(context, login);
  // After a lost page only the rest of the way is seen, so there is nothing complete to learn from.
  if (checkpoint === null) noteStart(login, outcome);
  // What is left of a login that the site has forgotten may be what stands in the way.
  else if (isDeadEnd(outcome) && (await context.vault.beginAgain(login.ref))) return { kind: 'forgotten' };
  return outcome;
}

const isDeadEnd = (outcome: Outcome): boolean =>
  outcome.kind === 'failed' && ['login_form_not_found', 'website_error', 'network_error'].includes(outcome.code);

/** Continues where the login stood when its page was lost; null when there is no checkpoint, or it leads nowhere any more. */
async function resumeLogin(
  context: LoginContext,
  login: Login,
  checkpoint: Checkpoint | null,
): Promise<Outcome | null> {
  if (checkpoint === null) return null;
  const outcome = await arrive(context, login, checkpoint.url);
  context.note({ stage: 'open', rule: 'way_in', reason: 'checkpoint', facts: { outcome: outcome.kind } });
  return outcome.kind === 'failed' ? null : outcome;
}

/** No other address changes it. */
const ENDS_THE_SEARCH: ReadonlySet<FlowErrorCode> = new Set(['rate_limited', 'proxy_unavailable']);

/**
 * Tries the ways in order. One that leads nowhere is followed by the next, but a site that asks to wait ends the search, also by `Retry-After`, and so does a proxy. A way that led
 * nowhere is not learned again, and a learned recipe that may have led there is forgotten.
 */
export async function findWayIn(context: LoginContext, login: Login): Promise<Outcome> {
  const [first, ...others] = waysIn(login);
  let outcome = await enter(context, login, first);
  let last = first;
  for (const address of others) {
    if (outcome.kind !== 'failed' || ENDS_THE_SEARCH.has(outcome.code) || login.network.retryAfter !== null) break;
    await noteDeadEnd(context, login, last, outcome.code);
    outcome = await enter(context, login, address);
    last = address;
  }
  const www = lastWayIn(login);
  return www !== null && outcome.kind === 'failed' && outcome.code === 'network_error'
    ? enter(context, login, www)
    : outcome;
}

async function noteDeadEnd(context: LoginContext, login: Login, address: string, code: FlowErrorCode): Promise<void> {
  if (!speaksAgainst(code)) return;
  login.route.deadEnds.push(address);
  await forget(context, login);
}

/** Opens an address, without what has gone stale. */
async function enter(context: LoginContext, login: Login, address: string): Promise<Outcome> {
  const outcome = await enterAsItIs(context, login, address);
  if (!mayBeStale(login, outcome)) return outcome;
  const behind = behindLogin(login, address, outcome);
  const seen = behind === null ? outcome : await arrive(context, login, behind);
  if (seen.kind === 'authenticated') {
    context.note({ stage: 'open', rule: 'session_known', reason: 'signed_in', facts: {} });
    return seen;
  }
  return unlessStale(context, login, address, outcome, (context, login) => enterAsItIs(context, login, address));
}

/** A page that can't be read at one address may be for nobody: where the last login led the session may work all the same. */
function behindLogin({ profile, mayTypeAt, scrub }: Login, address: string, outcome: Outcome): string | null {
  const led = profile?.facts.post_login_url ?? null;
  // A site that did not answer is not waited for twice.
  if (led === null || mayTypeAt(led) !== null || (outcome.kind === 'failed' && outcome.code === 'network_error'))
    return null;
  return isSameRequest(led, address, scrub) ? null : led;
}

/** Opens an address, and checks whether the old session still works when the page itself does not say so. */
async function enterAsItIs(context: LoginContext, login: Login, address: string): Promise<Outcome> {
  const outcome = await arrive(context, login, address);
  const facts = { outcome: outcome.kind, ...(outcome.kind === 'failed' ? { code: outcome.code } : {}) };
  context.note({ stage: 'open', rule: 'way_in', reason: reasonFor(login, address), facts });
  const probe = postLoginProbe(login, address, outcome);
  if (probe === null) return outcome;
  const seen = await arrive(context, login, probe);
  const isKnown = seen.kind === 'authenticated';
  context.note({ stage: 'open', rule: 'session_known', reason: isKnown ? 'signed_in' : 'signed_out', facts: {} });
  return isKnown ? seen : arrive(context, login, address);
}

function reasonFor(login: Login, address: string): 'given_address' | 'home_page' | 'learned_address' {
  const { grant } = login;
  if (grant.login_url !== null) return 'given_address';
  return [homeUrl(grant.domain), lastWayIn(login)].includes(address) ? 'home_page' : 'learned_address';
}

const arrive = (context: LoginContext, login: Login, address: string): Promise<Outcome> =>
  unlessUnreachable(
    login,
    (async () => {
      await goTo(context, login.live.page, address, login.live.wire);
      return findLogin(context, login);
    })(),
  );

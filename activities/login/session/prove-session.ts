import type { Page } from 'playwright-core';
import { homeUrl } from '../../../contract/address/domain.js';
import { hostnameOf } from '../../../contract/address/host.js';
import { asTrouble, isUnreachable, type PageTrouble } from '../../browser/index.js';
import type { ProofLeads } from '../../vault/probe.js';
import type { LoginContext } from '../context.js';
import { labelsOf } from '../judge/account-label.js';
import { whoseAccount } from '../judge/whose-account.js';
import type { Login } from '../login.js';
import type { BoxWords } from '../read/dialogs.js';
import { documentOf } from '../read/document/document-of.js';
import type { Sight } from '../read/observation.js';
import { linesOf } from '../read/observe.js';
import { tellsNothing } from '../read/says-over.js';
import { asksForLogin } from '../read/seen-page.js';
import { isLoading, mayGoOn } from '../read/undecided.js';
import { lastingAddress, withoutQuery } from './address.js';
import { isOfSites, isSameState, withoutOld } from './drop-state.js';
import { isEndedByVisit, isStillInside } from './ended-by-visit.js';
import { type Found, proofAt } from './evidence.js';
import { exportStopped, leftIn, ownOf, type Session, sessionStorageOf } from './export-session.js';
import { isHeldAt } from './held-at.js';
import { leadsOf } from './leads.js';
import { isOnlyClaimed } from './only-claimed.js';
import { changedIn } from './renewals.js';
import { SENT_MS, untilAnswered } from './until-answered.js';
import { leave, lookAsStranger, lookAt, lookWhenAnswered, openVisit, strangerAt, type Visit } from './visit.js';

/** A session that was shown to work, as it was after the proof: some sites change it with every use. */
export interface ProvedSession {
  readonly session: Session;
  /** Where it led. */
  readonly url: string;
  /** Where it was opened. */
  readonly address: string;
  /** What somebody without it got there. */
  readonly stranger: Sight;
  /** Names of the cookies and entries that were given again while it was tried. */
  readonly renewed: ReadonlySet<string>;
  /** How the site calls the account; empty where no secret was typed for it. */
  readonly labels: readonly string[];
  /** By which it can be looked at later; null where it can't be. */
  readonly leads: ProofLeads | null;
}

/** How long a page that is stopped is left for an answer that is on its way. */
const ANSWER_MS = 1_000;
const POLL_MS = 5;

export type Proved =
  | { readonly kind: 'proved'; readonly proved: ProvedSession }
  /** A step of the login is left: the login goes on in this browser, where the step is shown. */
  | { readonly kind: 'step_left'; readonly visit: Visit }
  /** The site has ended the session because it was visited once more; the page shows what is left. */
  | { readonly kind: 'ended_by_visit'; readonly visit: Visit }
  /** The session is somebody else's. */
  | { readonly kind: 'wrong_account'; readonly words: string }
  | {
      readonly kind: 'no_session';
      readonly asked: readonly BoxWords[];
      /** Whether the site has asked for a login, or said that there is no session. */
      readonly isTurnedAway: boolean;
      /** Whether the site has counted our requests, and answered no more of them. */
      readonly isLimited: boolean;
    };

/**
 * Stops the page of the login, and opens with what it left where the login led and the home page, one after the other in one browser, which
 * goes on with what the last visit left: there are never two copies of a session at work. Each is compared with what a stranger gets. A site
 * that ends a session at its second visit is visited once.
 */
export async function proveSession(context: LoginContext, login: Login): Promise<Proved> {
  const { live } = login;
  const behind = await textBehind(context, live.page);
  const round: Round = {
    addresses: placesToProve(login),
    behind,
    isTurnedAway: false,
    isLimited: false,
    trouble: null,
  };
  // Strangers need not wait for the session.
  lookAsStranger(context, login, round.addresses.slice(0, ALWAYS));
  const session = await stopAndExport(context, login);
  let began = session;
  let visit = await openVisit(context, login, began);
  try {
    let found = await lookRound(context, login, visit, round);
    const fresh = found === null ? await withoutOldSession(context, login, visit, session) : null;
    if (fresh !== null) {
      leave(visit);
      began = fresh;
      visit = await openVisit(context, login, began);
      found = await lookRound(context, login, visit, round);
      const reason = found === null ? 'no_session' : 'session_dropped';
      context.note({ stage: 'session', rule: 'stale_state', reason, facts: {} });
    }
    if (found === 'ended_by_visit') return { kind: found, visit };
    if (found === null && round.trouble !== null) throw round.trouble;
    if (found?.proof === 'step_left') {
      if (visit.page.url() !== found.member.url) await lookAt(context, login, visit, found.address, isAtRest);
      return { kind: 'step_left', visit };
    }
    if (found !== null && (await whoseAccount(context, login, found.member.seen.view)) === 'others') {
      leave(visit);
      return { kind: 'wrong_account', words: found.member.seen.view.standing.words };
    }
    const isClaimed = found !== null && (await isOnlyClaimed(context, login, visit));
    const proved = found && !isClaimed ? await provedBy(context, login, visit, found, began) : null;
    leave(visit);
    // A question that was told no may be why there is none.
    const asked = [...login.boxes, ...visit.network.dialogs.said];
    return proved === null
      ? { kind: 'no_session', asked, isTurnedAway: round.isTurnedAway || isClaimed, isLimited: round.isLimited }
      : { kind: 'proved', proved };
  } catch (error) {
    leave(visit);
    throw error;
  }
}

/** What is looked at, and what came of it besides what it showed. */
interface Round {
  readonly addresses: readonly string[];
  readonly behind: ReadonlySet<string>;
  /** Whether the site has asked for a login, or said that there is no session. */
  isTurnedAway: boolean;
  isLimited: boolean;
  /** What a place failed with that did not answer; null where all did. */
  trouble: PageTrouble | null;
}

async function provedBy(
  context: LoginContext,
  login: Login,
  visit: Visit,
  found: Found,
  began: Session,
): Promise<ProvedSession> {
  await untilAnswered(context, visit);
  const all = await leftIn(context, visit);
  const session = await ownOf(context, login.ref, all);
  const changed = changedIn(began, all);
  const renewed = new Set([...(await context.race(visit.renewals.names())), ...changed]);
  const labels = login.gaveSecret ? labelsOf(found.member.seen.view) : [];
  const leads = leadsOf(context, login, visit, found, session, changed);
  return { ...found, url: found.member.url, labels, session, renewed, leads };
}

/** The session without what an earlier one left that this login did not renew; null where there is no such thing. */
async function withoutOldSession(
  context: LoginContext,
  { profile, typed, grant }: Login,
  visit: Visit,
  { session_storage }: Session,
): Promise<Session | null> {
  if (!typed || profile === null) return null;
  const left = await leftIn(context, visit);
  const now = { ...left, session_storage: left.session_storage ?? session_storage };
  const fresh = withoutOld(now, profile, isOfSites([hostnameOf(grant.domain)]), context.clock());
  return isSameState(fresh, now) ? null : fresh;
}

/** How many places are looked at whatever they show. */
const ALWAYS = 2;

const isAtRest = (): boolean => false;

/** What the page behind the login shows, its title included. */
async function textBehind(context: LoginContext, page: Page): Promise<ReadonlySet<string>> {
  const document = await context.race(documentOf(page.mainFrame()));
  const [{ text }, title] = await context.race(Promise.all([document.ask('glance'), page.title()]));
  return linesOf(text).add(title);
}

/**
 * Where the login led, as it can be opened again; the home page; and the page that it led to without what its address says besides. A session that was there
 * already is at a page of the login, which may have a question of its own: then also where the last login led.
 */
function placesToProve({ live, grant, scrub, mayTypeAt, singleVisit, typed, profile }: Login): string[] {
  const led = lastingAddress(live.page.url(), scrub);
  const before = typed ? null : (profile?.facts.post_login_url ?? null);
  const others = [...(before === null ? [] : [before]), homeUrl(grant.domain)];
  const places = [led, ...others, withoutQuery(led)].filter((place) => mayTypeAt(place) === null);
  return [...new Set(places)].slice(0, singleVisit ? 1 : undefined);
}

/** A page that goes on beside its own copy would use up what is good for one use only. */
async function stopAndExport(context: LoginContext, login: Login): Promise<Session> {
  const { live, network } = login;
  const { page } = live;
  const begun = performance.now();
  const isWithin = (ms: number): boolean => performance.now() - begun < ms;
  const isAnswering = (): boolean => (!network.quiet && isWithin(ANSWER_MS)) || (network.sending && isWithin(SENT_MS));
  let session_storage: Session['session_storage'];
  let started: number;
  // An answer on its way may bring the next token; without it the last one is used up.
  do {
    while (isAnswering()) await context.wait(POLL_MS);
    started = network.started;
    session_storage = await sessionStorageOf(context, page);
  } while (network.started !== started && isWithin(ANSWER_MS));
  await context.race(page.goto('about:blank'));
  return exportStopped(context, login, session_storage);
}

/**
 * Looks at the places until it is clear whether there is a session, and no step of the login left. A page that only stands in the way of a
 * session which works elsewhere is no step.
 * @returns the first place that shows the session, or the last that shows a step; null when there is neither; `ended_by_visit` when one showed
 * the session, and does not after another one was looked at
 */
async function lookRound(
  context: LoginContext,
  login: Login,
  visit: Visit,
  round: Round,
): Promise<Found | 'ended_by_visit' | null> {
  const { addresses, behind } = round;
  let inside: Found | null = null;
  let step: Found | null = null;
  const shown: Found[] = [];
  for (const [at, address] of addresses.entries()) {
    // The others only say what these have left open.
    if (at >= ALWAYS && (inside !== null || step !== null)) break;
    const found = await compareAt(context, login, visit, address, behind).catch((error: unknown) => {
      context.signal.throwIfAborted();
      const trouble = asTrouble(error);
      if (!isUnreachable(trouble)) throw error;
      round.trouble = trouble;
      context.note({ stage: 'session', rule: 'place', reason: 'unreachable', facts: { tries: at + 1 } });
      return null;
    });
    if (found === null) continue;
    shown.push(found);
    const { seen } = found.member;
    if (asksForLogin(seen.view) || (await tellsNothing(context, visit.page, seen))) round.isTurnedAway = true;
    const { status } = seen;
    if (status === 429 || found.stranger.seen.status === 429) round.isLimited = true;
    context.note({
      stage: 'session',
      rule: 'place',
      reason: found.proof,
      facts: { tries: at + 1, ...(status === null ? {} : { http_status: status }) },
    });
    if (found.proof === 'signed_in') inside ??= found;
    if (found.proof === 'step_left') step = found;
  }
  if (login.singleVisit) return inside !== null && isStillInside(inside, behind) ? inside : step;
  if (inside !== null && step === null && (await isHeldAt(context, login, visit, inside, shown)))
    return { ...inside, proof: 'step_left' };
  if (inside !== null && (step === null || isBefore(addresses, step, inside))) {
    if (shown.at(-1)?.proof === 'signed_in') return inside;
    const again = await compareAt(context, login, visit, inside.address, behind);
    return isEndedByVisit(inside, again) ? 'ended_by_visit' : inside;
  }
  return step;
}

/** Whether the page in the way came first, and another place has let the session in after it. */
const isBefore = (addresses: readonly string[], step: Found, inside: Found): boolean =>
  addresses.indexOf(step.address) < addresses.indexOf(inside.address);

async function compareAt(
  context: LoginContext,
  login: Login,
  visit: Visit,
  address: string,
  behind: ReadonlySet<string>,
): Promise<Found> {
  const looking = strangerAt(context, login, address);
  const compared = (member: Sight): Promise<Found> =>
    context.race(
      Promise.all([looking, tellsNothing(context, visit.page, member.seen)]).then(([stranger, isNothing]) => ({
        proof: isNothing ? 'nothing_decided' : proofAt({ address, member, stranger, behind }),
        address,
        member,
        stranger,
      })),
    );
  const member = await lookWhenAnswered(context, login, visit, address, async (seen) => {
    const { proof } = await context.race(compared({ url: visit.page.url(), seen }));
    // A page that is still loading may look like a step, and is no evidence.
    return (proof === 'signed_in' && !isLoading(seen) && !mayGoOn(seen)) || proof === 'asked_to_log_in';
  });
  return context.race(compared(member));
}

import type { Page } from 'playwright-core';
import { asTrouble, isUnreachable, type SessionState } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { goTo } from '../open/go-to.js';
import { NetworkWatch } from '../read/network-watch.js';
import type { Observation, Sight } from '../read/observation.js';
import type { Told } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { watch } from '../read/watch.js';
import { Renewals } from './renewals.js';
import { SeenRequests } from './seen-requests.js';
import { strangerState } from './stranger.js';
import { untilAnswered } from './until-answered.js';

/** A browser that looks at addresses, one after the other. */
export interface Visit {
  readonly page: Page;
  readonly network: NetworkWatch;
  readonly renewals: Renewals;
  /** What its pages asked the site. */
  readonly requests: SeenRequests;
  /** Addresses that it has opened. */
  readonly opened: Set<string>;
  /** For how long it may still wait until the site, which counts requests, answers again. Ms. */
  mayWaitMs: number;
}

/** In all, whatever asks for them: a proof is no crawl through somebody's account. */
const MAX_ADDRESSES = 3;
/** A login has three minutes for this step. */
const MAY_WAIT_MS = 60_000;
/** Where the site does not say how long; twice as long each time. */
const UNSAID_MS = 10_000;

/** Opens a page in a fresh browser context that has only the given session. The caller closes its context. */
export async function openVisit(context: LoginContext, login: Login, state: SessionState | null): Promise<Visit> {
  // What a page of the login kept for later is watched here as well.
  const opening = context.pages.newPage({
    domain: login.grant.domain,
    state,
    wire: login.live.wire,
    identity: login.profile?.browser ?? null,
  });
  const page = await context.openLate(opening, (late) => late.context().close());
  const browser = page.context();
  return {
    page,
    network: new NetworkWatch(browser, context.clock, login.live.wire),
    renewals: new Renewals(browser),
    requests: new SeenRequests(browser, login.grant.domain),
    opened: new Set(),
    mayWaitMs: MAY_WAIT_MS,
  };
}

/** What of a login decides how pages are read. */
export type Reading = Pick<Login, 'recipes' | 'ref' | 'held' | 'past' | 'agreed'> &
  Pick<Told, 'grant' | 'names' | 'sentForms' | 'besideForms'>;

/** @param decides whether what is shown is conclusive */
export async function lookAt(
  context: LoginContext,
  { recipes, grant, names, ref, held, past, agreed, sentForms, besideForms }: Reading,
  { page, network }: Pick<Visit, 'page' | 'network'>,
  address: string,
  decides: (seen: Observation) => boolean | Promise<boolean>,
): Promise<Sight> {
  network.mark();
  await goTo(context, page, address);
  const told = {
    recipes,
    grant,
    names,
    ref,
    held,
    past,
    agreed,
    sentForms,
    besideForms,
    chosenForm: null,
    overForm: null,
    submitted: null,
  };
  const seen = await watch(context, { page }, network, decides, told);
  return { url: page.url(), seen };
}

/**
 * The same; a site that counts requests is left alone for a while, and then asked again: to log in once more would be more requests, and end the same way. What
 * it asks for beyond that is left to the login.
 */
export async function lookWhenAnswered(
  context: LoginContext,
  reading: Reading & Pick<Login, 'network'>,
  visit: Visit,
  address: string,
  decides: (seen: Observation) => boolean | Promise<boolean>,
): Promise<Sight> {
  visit.opened.add(address);
  await untilAnswered(context, visit);
  let sight = await lookAt(context, reading, visit, address, decides);
  for (let unsaid = UNSAID_MS; sight.seen.status === 429; unsaid *= 2) {
    const { retryAfter } = visit.network;
    const ms = retryAfter ?? unsaid;
    if (ms > visit.mayWaitMs) {
      if (retryAfter !== null) reading.network.retryAfter = Math.max(retryAfter, reading.network.retryAfter ?? 0);
      return sight;
    }
    visit.mayWaitMs -= ms;
    visit.network.retryAfter = null;
    context.note({ stage: 'session', rule: 'place', reason: 'asked_to_wait', facts: { ms } });
    await context.wait(ms);
    sight = await lookAt(context, reading, visit, address, decides);
  }
  return sight;
}

/** Whether a visit may open an address: it was there before, or has not been to as many. */
const mayOpen = ({ opened }: Visit, address: string): boolean => opened.has(address) || opened.size < MAX_ADDRESSES;

/** Looks at one more page until it is at rest; null where nothing comes. */
export async function lookOnce(
  context: LoginContext,
  reading: Reading,
  visit: Visit,
  address: string,
): Promise<Sight | 'no_more' | null> {
  if (!mayOpen(visit, address)) return 'no_more';
  visit.opened.add(address);
  await untilAnswered(context, visit);
  return lookAt(context, reading, visit, address, () => false).catch((error: unknown) => {
    context.signal.throwIfAborted();
    const trouble = asTrouble(error);
    if (!isUnreachable(trouble)) throw error;
    return null;
  });
}

/** Asked to log in, or turned away. */
const isTurnedAway = ({ view, status }: Observation): boolean => asksForLogin(view) || (status ?? 200) >= 400;

const NONE: ReadonlySet<string> = new Set();

/** What a browser without the session is shown at an address. Looked at once in a login. */
export function strangerAt(context: LoginContext, login: Login, address: string): Promise<Sight> {
  lookAsStranger(context, login, [address]);
  return login.strangers.get(address) as Promise<Sight>;
}

/**
 * Begins to look at addresses without the session, as far as that was not done yet: one after the other in one browser, as the session's own
 * browser does, so that a difference comes of the session and of nothing else.
 */
export function lookAsStranger(context: LoginContext, login: Login, addresses: readonly string[]): void {
  const unknown = addresses.filter((address) => !login.strangers.has(address));
  if (unknown.length === 0) return;
  const opening = openVisit(context, login, strangerState(login));
  let before: Promise<unknown> = Promise.resolve();
  for (const address of unknown) {
    // Nothing is behind them.
    const reading = { ...login, sentForms: NONE };
    const sight = before
      .then(() => opening)
      .then((visit) => lookWhenAnswered(context, reading, visit, address, isTurnedAway));
    login.strangers.set(address, sight);
    // One that failed is looked at again.
    before = sight.catch(() => login.strangers.delete(address));
  }
  void before.then(() => opening).then(leave, () => undefined);
}

/** Closes the browser of a visit. Nobody has to wait for that. */
export function leave({ page }: Visit): void {
  void page
    .context()
    .close()
    .catch(() => undefined);
}

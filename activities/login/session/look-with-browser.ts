/** Looks with a browser whether a session still works. It opens what the proof opened, types nothing and presses nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { homeUrl } from '../../../contract/address/domain.js';
import type { CheckReason } from '../../../contract/agent/session-check.js';
import { asTrouble, PageTrouble } from '../../browser/index.js';
import { candidatesOf, type Found, judgeSigns, type LookWithBrowser } from '../../session-check/index.js';
import type { Looked, TakenCheck } from '../../vault/check.js';
import type { WaysToLook } from '../../vault/probe.js';
import { contextOf, type LoginContext, type LoginOptions, roomOf } from '../context.js';
import { NetworkWatch } from '../read/network-watch.js';
import type { Observation, Sight } from '../read/observation.js';
import { saysElsewhere, saysOver, tellsNothing } from '../read/says-over.js';
import { asksForLogin } from '../read/seen-page.js';
import { SiteRecipes } from '../recipes/site-recipes.js';
import { withoutQuery } from './address.js';
import { asksSame, proofAt, textOf } from './evidence.js';
import { leftIn, type Session } from './export-session.js';
import { LastDocument } from './last-document.js';
import { isForeign, isRefusal, isRuledOut, isSame, isTimeToRuleOut } from './rule-out.js';
import { SeenRequests } from './seen-requests.js';
import { lookAt, type Reading, type Visit } from './visit.js';

/** Less than a look is left to one worker (vault/checks/take.ts), with the search for a request before it. */
const LOOK_MS = 20_000;
/** How long a look waits for the one page of all looks, and how often it asks. */
const TURN_MS = 8_000;
const TURN_AGAIN_MS = 200;
/** Somebody may wait for the answer: a quiet page is not watched for as long as in a login. */
const UNDECIDED_MS = 1_000;
/** What of the session has changed is taken along in any case. */
const LEFT_MS = 2_000;

type Verdict = Omit<Looked, 'by'>;

const inconclusive = (why: CheckReason): Verdict => ({ answer: 'inconclusive', why });
const IN: Verdict = { answer: 'in', why: 'as_member' };
const KEPT = inconclusive('not_reached');
const OUT: Verdict = { answer: 'out', why: 'as_stranger' };

const nothing = (verdict: Verdict): Found => ({ looked: { ...verdict, by: 'browser' }, session: null, ways: null });

export const lookWithBrowser = (options: LoginOptions): LookWithBrowser => {
  const { timeouts, ...others } = roomOf(options);
  const room = { ...others, timeouts: { ...timeouts, undecidedMs: Math.min(timeouts.undecidedMs, UNDECIDED_MS) } };
  const contextFor = ({ agent_id }: TakenCheck, signal: AbortSignal) =>
    contextOf(
      room,
      { heartbeat: () => undefined, signal, abortReason: () => 'cancel' },
      { invocation_id: '', auth_agent_id: agent_id },
    );
  return async (taken, ways) => {
    const { domain, session: state, proxy, identity } = taken;
    const look = async (page: Page, wanted: AbortSignal): Promise<Found> => {
      const { context, end } = contextFor(taken, AbortSignal.any([wanted, AbortSignal.timeout(LOOK_MS)]));
      const visit = new LookVisit(context, page, domain);
      const verdict = await visit
        .judge(taken, ways)
        .catch((error: unknown) => inconclusive(wanted.aborted ? 'no_page' : whyOf(error)))
        .finally(end);
      // What a site gives to somebody it does not know is not part of the session.
      const isOwn = verdict.answer !== 'out' && !visit.isTurnedAway;
      const last = contextFor(taken, AbortSignal.timeout(LEFT_MS));
      const session = isOwn ? await leftIn(last.context, { page }).catch(() => null) : null;
      await last.end();
      return {
        looked: { ...verdict, by: 'browser' },
        session,
        ways: verdict.answer === 'in' && session !== null ? visit.waysAfter(ways, session) : null,
      };
    };
    const found = await inTurn(() => room.pages.openSpare({ domain, state, proxy, identity }, look)).catch(
      (error: unknown) => nothing(inconclusive(whyOf(error))),
    );
    return found ?? nothing(inconclusive('no_page'));
  };
};

/** @returns null where no page was free in time */
async function inTurn<T>(open: () => Promise<T | null>): Promise<T | null> {
  for (const until = performance.now() + TURN_MS; ; await sleep(TURN_AGAIN_MS)) {
    const opened = await open();
    if (opened !== null || performance.now() > until) return opened;
  }
}

function whyOf(error: unknown): CheckReason {
  const trouble = asTrouble(error);
  return trouble instanceof PageTrouble && trouble.type === 'website_error' ? 'site_trouble' : 'not_reached';
}

/** What the session is shown at one address. */
interface Looks {
  readonly sight: Sight;
  /** Null where that alone does not tell. */
  readonly verdict: Verdict | null;
  /** Nothing is there that could be behind a login. */
  readonly isBlank: boolean;
}

/** What a browser is shown of one session. */
class LookVisit {
  /** Whether the last page was one for strangers, or none of the site's own. */
  isTurnedAway = false;
  readonly #context: LoginContext;
  readonly #page: Page;
  readonly #network: NetworkWatch;
  readonly #requests: SeenRequests;
  readonly #document: LastDocument;

  constructor(context: LoginContext, page: Page, domain: string) {
    this.#context = context;
    this.#page = page;
    this.#network = new NetworkWatch(page.context(), context.clock, null);
    this.#requests = new SeenRequests(page.context(), domain);
    this.#document = new LastDocument(page);
  }

  async judge(taken: TakenCheck, ways: WaysToLook): Promise<Verdict> {
    const address = ways.page?.address ?? taken.led ?? homeUrl(taken.domain);
    const first = await this.#sight(taken, ways, address, ({ view }) => asksForLogin(view));
    // An application may show its form until it has renewed its token.
    const isAsked = first.verdict === OUT || asksForLogin(first.sight.seen.view);
    const member = isAsked ? await this.#sight(taken, ways, address, () => false) : first;
    if (member.verdict !== null) return member.verdict;
    const { seen } = member.sight;
    const isTime = isTimeToRuleOut(seen, taken.inconclusive);
    if (isRefusal(seen) && !asksForLogin(seen.view) && !isTime) return inconclusive(whyRefused(seen));
    return this.#besideStranger(taken, ways, address, member, isTime);
  }

  /** Where a probe did not tell any more, another one is looked for. */
  waysAfter(ways: WaysToLook, session: Session): WaysToLook | null {
    if (ways.probe === null) return null;
    return { ...ways, probe: null, requests: candidatesOf(this.#requests.all, session, this.#context.clock()) };
  }

  async #sight(
    taken: TakenCheck,
    { page: signs }: WaysToLook,
    address: string,
    decides: (seen: Observation) => boolean,
  ): Promise<Looks> {
    const visit = { page: this.#page, network: this.#network };
    // A member's page at rest only: some applications show what they have kept until the site refuses them.
    const sight = await lookAt(this.#context, readingOf(taken), visit, address, decides);
    const { seen } = sight;
    const { view, status } = seen;
    this.isTurnedAway = true;
    const say = (verdict: Verdict | null): Looks => ({ sight, verdict, isBlank: false });
    if (view.captcha !== null || status === 429) return say(inconclusive('refused'));
    if (status !== null && status >= 500) return say(null);
    // When it was proven, the session was not asked to log in here. Who is asked for the rest of a login alone may be known: a stranger's page tells.
    if (asksForLogin(view)) return say(view.best?.class === 'login' || view.best?.class === 'identifier' ? OUT : null);
    if (status === 401 || (status !== 403 && saysOver(seen))) return say(OUT);
    if (isRefusal(seen)) return say(null);
    this.isTurnedAway = false;
    if (await tellsNothing(this.#context, this.#page, seen)) return { ...say(null), isBlank: true };
    const judged = signs && judgeSigns(signs, textOf(seen));
    if (judged === 'in' && (await this.#document.isKept((parts) => judgeSigns(signs!, parts) === 'in')))
      return say(KEPT);
    if (judged !== null) return say(judged === 'in' ? IN : OUT);
    return say(signs !== null && saysElsewhere(seen) ? OUT : null);
  }

  /** By the rules of the proof, with what a stranger is shown now. */
  async #besideStranger(
    taken: TakenCheck,
    { page: signs }: WaysToLook,
    address: string,
    { sight: member, isBlank }: Looks,
    isTime: boolean,
  ): Promise<Verdict> {
    const { domain, proxy, identity } = taken;
    const opening = this.#context.pages.newPage({ domain, state: null, proxy, identity });
    const other = await this.#context.openLate(opening, (late) => late.context().close());
    try {
      const visit = { page: other, network: new NetworkWatch(other.context(), this.#context.clock, null) };
      const look = (at: string, by: Pick<Visit, 'page' | 'network'>) =>
        lookAt(this.#context, readingOf(taken), by, at, () => false);
      const stranger = await look(address, visit);
      if (asksForLogin(member.seen.view) && asksSame(member.seen, stranger.seen)) return OUT;
      const proof = proofAt({ address, member, stranger, behind: new Set() });
      if (proof === 'signed_in' && !isBlank && !isForeign(signs, member.seen))
        return (await this.#document.isKept(() => true)) ? KEPT : IN;
      const at = { member: member.seen, stranger: stranger.seen };
      const home = homeUrl(domain);
      const isHome = withoutQuery(address) === withoutQuery(home);
      if (isTime) {
        const own = { page: this.#page, network: this.#network };
        const atHome = isHome
          ? null
          : { member: (await look(home, own)).seen, stranger: (await look(home, visit)).seen };
        if (isRuledOut(signs, at, atHome, taken.inconclusive)) return OUT;
      }
      if (isRefusal(member.seen)) return inconclusive(whyRefused(member.seen));
      const isUntold = isSame(at) && (signs === null || signs.member.length === 0);
      return { ...inconclusive('unlike_both'), ...(isUntold ? { is_untold: true } : {}) };
    } finally {
      void other
        .context()
        .close()
        .catch(() => undefined);
    }
  }
}

function whyRefused({ status }: Observation): CheckReason {
  if (status === 403) return 'refused';
  return status !== null && status >= 500 ? 'site_trouble' : 'unlike_both';
}

/** Its pages are read as nobody's: nothing is typed there. */
const readingOf = ({ agent_id }: TakenCheck): Reading => ({
  recipes: new SiteRecipes([], null),
  grant: null,
  names: { apply: async () => undefined },
  ref: { invocation_id: '', auth_agent_id: agent_id },
  held: null,
  past: null,
  agreed: [],
  sentForms: new Set(),
  besideForms: new Set(),
});

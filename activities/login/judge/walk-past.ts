import { homeUrl } from '../../../contract/address/domain.js';
import { actsWhenOpened } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { goTo } from '../open/go-to.js';
import type { PageView } from '../page-world/view.js';
import type { Observation, Sight } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { watch } from '../read/watch.js';
import { isSameRequest, lastingAddress } from '../session/address.js';
import { type Found, isLetIn, offersOutForIn, proofAt } from '../session/evidence.js';
import { ownAnswers } from '../session/own-answers.js';
import { tellsSomething } from '../session/told-only.js';
import { lookAt, strangerAt } from '../session/visit.js';
import { leadsToOwn } from './leads-to-own.js';
import type { Submission } from './submission.js';
import { callsUs } from './whose-account.js';

/**
 * Whether a page asks for an address or a number, or for a name and a password in another form, right after a secret was submitted. Either the
 * user is logged in and the site wants to know more ("Add a phone number", "Add a mailbox"), or it is a step of the login. The page does
 * not tell which; whether there is a session does.
 */
export function mayBePast({ best }: PageView, { fields, signature }: Submission): boolean {
  const sentSecret = fields.some(({ role }) => role === 'password' || role === 'otp');
  if (best === null || !sentSecret) return false;
  return best.class === 'identifier' || (best.class === 'login' && best.signature !== signature);
}

/**
 * What a page may be otherwise than it seems: the one behind the login (`itself`); the one behind it if it is the home page (`home`), for that of a shop
 * may show as little of it as a name in a corner; the form that everybody is shown (`form_again`), with a way out that was not there before.
 */
export type MayBe = 'itself' | 'home' | 'form_again' | null;

/**
 * Leaves such a page unanswered if there is a session already; else stays on it. One whose navigation leads to pages of the session's own is the page behind the login.
 * @returns the page behind the login; null when nothing shows that there is a session
 */
export async function walkPast(
  context: LoginContext,
  login: Login,
  inTheWay: PageView,
  mayBe: MayBe = null,
): Promise<Observation | null> {
  const { live, network } = login;
  const address = await letInAt(context, login, mayBe === 'itself' ? null : inTheWay, mayBe);
  const isPlace = address === null && mayBe === 'home' && (await leadsToOwn(context, login, inTheWay));
  context.note({
    stage: 'judge',
    rule: 'session_known',
    reason: address === null && !isPlace ? 'step_left' : 'signed_in',
    facts: {},
  });
  if (isPlace) return watch(context, live, network, isClear, login);
  if (address === null) return null;
  await goTo(context, live.page, address, live.wire);
  return watch(context, live, network, isClear, login);
}

const isClear = ({ view }: Observation): boolean => asksForLogin(view) || view.evidence.logout;

/**
 * Addresses that may show whether the user is logged in: where the last login led, and the home page; the page itself where it may be. None where the
 * site would end the session for it.
 */
function placesBehind({ profile, grant, live, mayTypeAt, scrub, singleVisit }: Login, mayBe: MayBe): string[] {
  if (singleVisit) return [];
  const led = profile?.facts.post_login_url ?? null;
  const home = homeUrl(grant.domain);
  const isHere = (one: string): boolean => isSameRequest(one, live.page.url(), scrub);
  const others = [...(led === null ? [] : [led]), home].filter((one) => !isHere(one));
  const takesItself = mayBe === 'itself' || (mayBe === 'home' && isHere(home));
  const places = new Set([...(takesItself ? [live.page.url()] : []), ...others]);
  return [...places].filter((address) => mayTypeAt(address) === null);
}

/** Where an address leads for a session only, by itself or by its navigation; null where it leads nowhere else. */
function ownPlace({ scrub }: Login, address: string, { url, seen }: Sight, stranger: Sight): string | null {
  if (![address, stranger.url].some((other) => isSameRequest(other, url, scrub))) return lastingAddress(url, scrub);
  const others = new Set(stranger.seen.view.standing.places);
  const own = seen.view.standing.places.filter((path) => !others.has(path) && !actsWhenOpened(path));
  return own[0] === undefined ? null : new URL(own[0], url).href;
}

/** Whether a page offers answers or says anything that no stranger is shown. */
const asksOwn = ({ scrub }: Login, compared: Pick<Found, 'member' | 'stranger'>): boolean =>
  ownAnswers(scrub, compared).length > 0 || tellsSomething(compared.member, [compared.stranger]);

/** The first of the addresses that shows a session, looked at beside the page, in the same browser: it is not used twice. */
async function letInAt(
  context: LoginContext,
  login: Login,
  inTheWay: PageView | null,
  mayBe: MayBe,
): Promise<string | null> {
  const { live, network } = login;
  const addresses = placesBehind(login, mayBe);
  if (addresses.length === 0) return null;
  const interruption = live.page.url();
  const page = await context.openLate(live.openAside(), (late) => late.close());
  try {
    const places = [...addresses];
    for (const address of places) {
      const looking = strangerAt(context, login, address);
      // The page itself once more, beside it: it may use up what is good for one time.
      const isBack = (): boolean =>
        inTheWay !== null && address !== interruption && isSameRequest(page.url(), interruption, login.scrub);
      const decides = (seen: Observation): boolean => isClear(seen) || isBack();
      let member = await lookAt(context, login, { page, network }, address, decides);
      const stranger = await context.race(looking);
      const { standing } = member.seen.view;
      const isPage = inTheWay === null || address === interruption;
      if (!isPage) {
        const isElsewhere = !isSameRequest(member.url, interruption, login.scrub);
        // The same words at another address are the same question.
        if (!isElsewhere || standing.words === inTheWay.standing.words) continue;
        const { view } = member.seen;
        member = {
          ...member,
          seen: { ...member.seen, view: { ...view, known: view.known === 'inside' ? 'inside' : 'past' } },
        };
        login.past = standing.words;
      }
      const compared = { address, member, stranger };
      if (isPage && inTheWay !== null && asksOwn(login, compared)) continue;
      if (proofAt({ ...compared, behind: new Set() }) !== 'signed_in') continue;
      // Half a login may be greeted, and offered a way out; the form of its first step is not what it is shown. A guest may be offered one, and be sent
      // back to the form without a word: but under no name of ours.
      const isOfferedOut = mayBe === 'form_again' && offersOutForIn(compared);
      const isKnown = isOfferedOut && callsUs(login, member.seen.view);
      if (isPage || isLetIn(compared) || isKnown) return address;
      // A page for everybody that knows the session leads to one that is not.
      const own = ownPlace(login, address, member, stranger);
      if (own !== null && places.length === addresses.length && login.mayTypeAt(own) === null) places.push(own);
    }
    return null;
  } finally {
    network.mark();
    void page.close().catch(() => undefined);
  }
}

import type { FlowErrorCode, Outcome } from '../../../contract/index.js';
import type { LoginContext } from '../context.js';
import { press } from '../fill/press.js';
import { externalOutcome, failed, inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import type { Observation } from '../read/observe.js';
import { asksForLogin, methodButtons } from '../read/seen-page.js';
import { watch } from '../read/watch.js';
import { saysBot } from '../read/words.js';
import { visitAsStranger, withoutQuery } from '../session/visit.js';
import { dismissOverlay, pressThrough } from './dismiss-overlay.js';
import { answerToInterstitial, MAX_INTERSTITIALS } from './interstitial.js';

const MAX_HOPS = 3;
/** For so long an application may take a session for good that its server has ended. */
const SECOND_LOOK_MS = 500;
/** Fewer letters are no page yet: "Loading", the name of an application, a button to stop it. */
const MIN_LETTERS = 40;

/** Whether the page may be an application that has yet to show what it is. */
const isStarting = ({ alive, status, lines }: Observation): boolean =>
  alive && (status ?? 200) < 400 && [...lines].join('').length < MIN_LETTERS;

/** What an opened page is for the login; null when the way goes on from it. */
type Find =
  | { readonly found: 'form' | 'session' }
  | { readonly action: string }
  | { readonly code: FlowErrorCode }
  | null;

/** Looks for the login form on the page that was opened, and behind the login links that it shows. */
export async function findLogin(context: LoginContext, login: Login): Promise<Outcome> {
  const { live, network } = login;
  const followed = new Set<string>();
  const startsUntil = performance.now() + context.timeouts.openMs;
  let answered = 0;
  let dismissed = false;
  let sessionSeen = false;
  while (true) {
    /** A site that may know this browser asks what it asks after a login. */
    const yes = (seen: Observation): ViewButton | undefined =>
      answered < MAX_INTERSTITIALS ? answerToInterstitial(login, seen) : undefined;
    const link = (view: PageView): ViewButton | undefined =>
      followed.size < MAX_HOPS ? nextLink(view, followed) : undefined;
    const decides = (seen: Observation): boolean =>
      findIn(login, seen) !== null || yes(seen) !== undefined || link(seen.view) !== undefined;
    const seen = await watch(context, live, network, decides, login);
    const find = findIn(login, seen);
    const courtesy = yes(seen);
    if (find !== null && 'found' in find && find.found === 'session' && !sessionSeen) {
      sessionSeen = true;
      await context.wait(SECOND_LOOK_MS);
      continue;
    }
    if (find !== null && courtesy?.kind !== 'not_now') return toOutcome(context, login, find, seen.view);
    if (courtesy !== undefined) {
      answered += 1;
      if (await press(context, login, courtesy.ref)) continue;
    }
    if (find !== null) return toOutcome(context, login, find, seen.view);
    const next = link(seen.view);
    if (next === undefined) {
      // Some banners and messages keep the page to themselves until they are answered.
      if (!dismissed && (await dismissOverlay(context, login, seen.view))) {
        dismissed = true;
        continue;
      }
      if (isStarting(seen) && performance.now() < startsUntil) continue;
      return toOutcome(context, login, await atTheEnd(context, login, seen), seen.view);
    }
    followed.add(next.ref.signature);
    if (!(await pressThrough(context, login, seen.view, next.ref)))
      return failed(context, login, 'login_form_not_found', null);
  }
}

async function toOutcome(
  context: LoginContext,
  login: Login,
  find: NonNullable<Find>,
  view: PageView,
): Promise<Outcome> {
  if ('code' in find) return failed(context, login, find.code, null);
  if ('action' in find) return externalOutcome(login, find.action);
  return find.found === 'form' ? inputOutcome(login, view) : { kind: 'authenticated', url: login.scrub.url(view.url) };
}

const nextLink = (view: PageView, followed: ReadonlySet<string>): ViewButton | undefined =>
  view.buttons.find(({ kind, ref }) => kind === 'login_link' && !followed.has(ref.signature));

/** What the page is for sure. */
function findIn(login: Login, { view, status }: Observation): Find {
  const wrongPlace = login.mayTypeAt(login.live.page.url());
  if (wrongPlace !== null) return { code: wrongPlace };
  if (asksForLogin(view)) return { found: 'form' };
  if (view.externalAction !== null) return { action: view.externalAction.text };
  if (view.captcha !== null) return { code: 'captcha_blocked' };
  if (login.knownTo && view.evidence.logout) return { found: 'session' };
  return status === null ? null : failureOf(status, view);
}

function failureOf(status: number, view: PageView): Find {
  if (status === 429) return { code: 'rate_limited' };
  if (status >= 400 && saysBot([view.title, ...view.evidence.headings].join(' '))) return { code: 'bot_detected' };
  return status >= 500 ? { code: 'website_error' } : null;
}

/** What a page is taken for that shows no login and leads to none. */
async function atTheEnd(context: LoginContext, login: Login, { view }: Observation): Promise<NonNullable<Find>> {
  if (view.rivals.length > 0) return { found: 'form' };
  if (view.best?.class === 'ambiguous') return { code: 'ambiguous_form' };
  if (login.knownTo) {
    // Many applications hide their way out in a menu. That a stranger is sent away here says as much.
    const { seen } = await visitAsStranger(context, login, withoutQuery(login.live.page.url()));
    if (asksForLogin(seen.view)) return { found: 'session' };
  }
  if (!view.evidence.passkey) return { code: 'login_form_not_found' };
  return methodButtons(view).length > 0 ? { found: 'form' } : { code: 'unsupported_auth_method' };
}

import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import type { PageView, ViewButton } from '../discover/view.js';
import type { Login } from './login.js';
import { type Observation, observe } from './observe.js';
import { failed, inputOutcome } from './outcome.js';
import { press } from './press.js';
import { asksForLogin } from './seen-page.js';
import { saysBot } from './words.js';

const MOST_HOPS = 3;

/** Follows login links from a page that has no login form until one is found. */
export async function findLogin(deps: LoginDeps, login: Login, arrived: Observation): Promise<Outcome> {
  let seen = arrived;
  const followed = new Set<string>();
  for (let hop = 0; ; hop++) {
    const outcome = await decide(deps, login, seen);
    if (outcome !== null) return outcome;
    const link = hop < MOST_HOPS ? nextLink(seen.view, followed) : undefined;
    if (link === undefined || !(await press(deps, login, link.ref)))
      return failed(deps, login, 'login_form_not_found', null);
    followed.add(link.ref.signature);
    seen = await observe(login.live.page, login.network);
  }
}

const nextLink = (view: PageView, followed: ReadonlySet<string>): ViewButton | undefined =>
  view.buttons.find(({ kind, ref }) => kind === 'login_link' && !followed.has(ref.signature));

/** What a page means that was opened, not submitted to; null when the way goes on. */
async function decide(deps: LoginDeps, login: Login, { view, status }: Observation): Promise<Outcome | null> {
  const wrongPlace = login.mayTypeAt(login.live.page.url());
  if (wrongPlace !== null) return failed(deps, login, wrongPlace, null);
  if (asksForLogin(view)) return inputOutcome(login, view);
  if (view.best?.class === 'ambiguous') return failed(deps, login, 'ambiguous_form', null);
  if (view.captcha !== null) return failed(deps, login, 'captcha_blocked', null);
  if (login.knownTo && view.evidence.logout) return { kind: 'authenticated', url: login.scrub.url(view.url) };
  if (status === 429) return failed(deps, login, 'rate_limited', null);
  if (status !== null && status >= 400 && saysBot([view.title, ...view.evidence.headings].join(' ')))
    return failed(deps, login, 'bot_detected', null);
  if (status !== null && status >= 500) return failed(deps, login, 'website_error', null);
  return null;
}

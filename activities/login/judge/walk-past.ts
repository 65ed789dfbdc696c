import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { goTo } from '../open/go-to.js';
import { waysIn } from '../open/ways-in.js';
import type { PageView } from '../page-world/view.js';
import type { Observation } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { watch } from '../read/watch.js';
import { exportSession, type Session } from '../session/export-session.js';
import { isTurnedAway, visitAs, visitAsStranger, withoutQuery } from '../session/visit.js';
import type { Submission } from './judge.js';

/**
 * Whether a page asks for an address or a number right after it was given a secret: the site may want to know more of somebody who is
 * logged in ("Add a phone number"), or not let in without it. The page does not tell; whether the session is there does.
 */
export const mayBePast = ({ best }: PageView, { fields }: Submission): boolean =>
  best?.class === 'identifier' && fields.some(({ role }) => role === 'password' || role === 'otp');

/**
 * Leaves a page that only stands in the way of a session that is there already, unanswered. The page itself is left only then.
 * @returns the page behind the login; null where nothing shows that there is a session
 */
export async function walkPast(context: LoginContext, login: Login): Promise<Observation | null> {
  const { live, network } = login;
  const session = await exportSession(context, live);
  for (const address of placesBehind(login)) {
    if (!(await isLetIn(context, login, session, address))) continue;
    await goTo(context, live.page, address);
    return watch(context, live, network, ({ view }) => asksForLogin(view) || view.evidence.logout, login);
  }
  return null;
}

/** Where somebody who is logged in may be known: where the last login led, and where this one began. */
function placesBehind(login: Login): string[] {
  const led = login.profile?.facts.post_login_url ?? null;
  const here = withoutQuery(login.live.page.url());
  const places = new Set([...(led === null ? [] : [led]), ...waysIn(login)]);
  return [...places].filter((address) => login.mayTypeAt(address) === null && withoutQuery(address) !== here);
}

/** Whether the site knows the session there for sure: a half-done login is often led back to what it still has to answer. */
async function isLetIn(context: LoginContext, login: Login, session: Session, address: string): Promise<boolean> {
  const { seen: stranger } = await visitAsStranger(context, login, address);
  const interruption = withoutQuery(login.live.page.url());
  return visitAs(context, session, login, address, async ({ page, look }) => {
    const seen = await context.race(look((now) => isTurnedAway(now) || now.view.evidence.logout));
    const { evidence, externalAction, rivals } = seen.view;
    const asksForMore = isTurnedAway(seen) || externalAction !== null || evidence.passkey || rivals.length > 0;
    if (asksForMore || withoutQuery(page.url()) === interruption) return false;
    return evidence.logout ? !stranger.view.evidence.logout : asksForLogin(stranger.view);
  });
}

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
import type { Submission } from './submission.js';

/**
 * Whether a page asks for an address or a number right after a secret was submitted. Either the user is logged in and the site wants to
 * know more ("Add a phone number"), or it is a step of the login. The page does not tell which; whether there is a session does.
 */
export const mayBePast = ({ best }: PageView, { fields }: Submission): boolean =>
  best?.class === 'identifier' && fields.some(({ role }) => role === 'password' || role === 'otp');

/**
 * Leaves such a page unanswered if there is a session already; else stays on it.
 * @returns the page behind the login; null when nothing shows that there is a session
 */
export async function walkPast(context: LoginContext, login: Login): Promise<Observation | null> {
  const { live, network } = login;
  const session = await exportSession(context, login);
  for (const address of placesBehind(login)) {
    if (!(await isLetIn(context, login, session, address))) continue;
    await goTo(context, live.page, address);
    return watch(context, live, network, ({ view }) => asksForLogin(view) || view.evidence.logout, login);
  }
  return null;
}

/** Addresses that may show whether the user is logged in: where the last login led, and where this one began. */
function placesBehind(login: Login): string[] {
  const led = login.profile?.facts.post_login_url ?? null;
  const here = withoutQuery(login.live.page.url());
  const places = new Set([...(led === null ? [] : [led]), ...waysIn(login)]);
  return [...places].filter((address) => login.mayTypeAt(address) === null && withoutQuery(address) !== here);
}

/** Whether the address shows for sure that there is a session. An unfinished login is often redirected to its next question. */
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

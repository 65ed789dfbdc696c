import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { observe } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { settle } from '../read/settle.js';
import { inputOutcome } from './outcome.js';

/** The page is read as a whole each time. */
const LOOK_AGAIN_MS = 500;

/** Whether the page that opened a pop-up shows the session already, whatever the pop-up says that it goes on with. Looked at now and then. */
export function openerWatch(context: LoginContext, login: Login): () => Promise<boolean> {
  let next = 0;
  return async () => {
    const { opener } = login.live;
    if (opener === null || performance.now() < next) return false;
    const seen = await observe(context, opener, login.network, login).catch(() => null);
    context.signal.throwIfAborted();
    next = performance.now() + LOOK_AGAIN_MS;
    return seen?.view.evidence.logout ?? false;
  };
}

/**
 * What a login came to whose pop-up stays open when it is done: the page that opened it has the session, or asks for the next step. That it
 * still shows what it showed before says nothing: many need to be loaded again.
 */
export async function judgeInOpener(context: LoginContext, login: Login): Promise<Outcome> {
  const { live, network, scrub } = login;
  live.leavePopUp();
  await settle(context, live.page, network, context.timeouts.settleMs);
  const { view } = await observe(context, live.page, network, login);
  return asksForLogin(view) && view.best?.class === 'otp'
    ? inputOutcome(login, view)
    : { kind: 'authenticated', url: scrub.url(view.url) };
}

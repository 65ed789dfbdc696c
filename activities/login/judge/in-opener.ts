import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { observe } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { settle } from '../read/settle.js';
import { inputOutcome } from './outcome.js';

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

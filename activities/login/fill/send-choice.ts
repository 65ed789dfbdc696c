import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView } from '../page-world/view.js';
import { observe } from '../read/observe.js';
import { press } from './press.js';

/** Presses the button of a form with radio buttons, unless the page continues by itself. */
export async function sendChoice(context: LoginContext, login: Login, { best }: PageView): Promise<void> {
  context.note({ stage: 'fill', rule: 'chosen', reason: 'done', facts: {} });
  const isChoice = best?.class === 'method_choice' || best?.class === 'account_choice';
  if (!isChoice || best.submit === null) return;
  const { view } = await observe(context, login.live.page, login.network, login);
  if (view.best?.signature === best.signature && view.best.submit !== null)
    await press(context, login, view.best.submit);
}

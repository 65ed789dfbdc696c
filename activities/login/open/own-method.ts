/** The second factor that needs nobody, where a page offers several. */
import { leftStepOf } from '../judge/left-step.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import { methodButtons, mfaTypeOf } from '../read/seen-page.js';

/**
 * The option for codes of an authenticator app, for a login whose credential makes them. Once a login, and never after a person has chosen: whoever goes back to
 * the choice wants another method. A page that sets up a method is no choice of one.
 */
export function ownMethod(login: Login, view: PageView): ViewButton | undefined {
  const { credential } = login.grant;
  if (login.choseMethod || credential?.has_totp !== true || view.best?.class !== 'method_choice') return undefined;
  if (leftStepOf(view) === 'enrollment') return undefined;
  const [own, ...others] = methodButtons(view).filter((button) => mfaTypeOf(button) === 'totp');
  return others.length === 0 ? own : undefined;
}

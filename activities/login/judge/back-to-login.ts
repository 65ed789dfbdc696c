import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { findWayIn } from '../open/way-in.js';
import type { PageView } from '../page-world/view.js';
import { asksForLogin } from '../read/seen-page.js';
import { failed, toOutcome } from './outcome.js';
import type { Certain } from './verdict.js';

/**
 * Turns a verdict into an outcome. Where a page says no without a form, it can be tried again at the login only: the page goes back there,
 * so that the next try is asked for.
 */
export async function backToLogin(
  context: LoginContext,
  login: Login,
  verdict: Certain,
  view: PageView,
): Promise<Outcome> {
  const isOver = verdict.kind === 'refused' || (verdict.kind === 'input' && verdict.left === 'not_looked_at');
  if (!isOver || asksForLogin(view)) return toOutcome(context, login, verdict, view);
  const words = verdict.words ?? null;
  const website_error = words === null ? null : login.scrub.text(words);
  login.submitted = null;
  const again = await findWayIn(context, login);
  if (again.kind === 'authenticated') return again;
  if (again.kind !== 'input')
    return failed(context, login, verdict.kind === 'refused' ? 'credentials_invalid' : 'website_error', words);
  return verdict.kind === 'refused'
    ? { kind: 'refused', fields: verdict.fields, website_error, page: again.page }
    : { kind: 'input', page: again.page, left: 'not_looked_at', website_error };
}

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
  // What was not sent is still there.
  const isOver =
    verdict.kind === 'refused' ||
    (verdict.kind === 'input' && (verdict.left === 'not_looked_at' || verdict.left === 'unknown'));
  if (!isOver) return toOutcome(context, login, verdict, view);
  if (verdict.kind === 'refused' && view.captcha !== null) return withoutCaptcha(context, login, verdict, view);
  if (asksForLogin(view)) return toOutcome(context, login, verdict, view);
  const words = verdict.words ?? null;
  const website_error = words === null ? null : login.scrub.text(words);
  login.submitted = null;
  const again = await findWayIn(context, login);
  if (again.kind === 'authenticated') return again;
  if (again.kind !== 'input')
    return failed(context, login, verdict.kind === 'refused' ? 'credentials_invalid' : 'website_error', words);
  return verdict.kind === 'refused'
    ? { kind: 'refused', fields: verdict.fields, website_error, page: again.page }
    : { kind: 'input', page: again.page, left: verdict.left, website_error };
}

/** A captcha that came with a no may be gone where the login is opened anew; else the next try ends there, before anything is typed. */
async function withoutCaptcha(
  context: LoginContext,
  login: Login,
  verdict: Extract<Certain, { kind: 'refused' }>,
  view: PageView,
): Promise<Outcome> {
  const refused = await toOutcome(context, login, verdict, view);
  if (refused.kind !== 'refused' || refused.page === null) return refused;
  const { page } = refused;
  const sent = login.submitted?.submission.fields.map(({ name }) => name) ?? [];
  login.submitted = null;
  const again = await findWayIn(context, login);
  if (again.kind === 'input') return { ...refused, page: again.page };
  // Nobody can copy what a picture shows that they don't see.
  const fields = page.fields.filter(({ name }) => sent.includes(name));
  return { ...refused, page: { ...page, fields: fields.length > 0 ? fields : page.fields } };
}

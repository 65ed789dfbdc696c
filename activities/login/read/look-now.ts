import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { backToLogin } from '../judge/back-to-login.js';
import { conclude } from '../judge/conclude.js';
import { unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { findLogin } from '../open/find-login.js';

/** What the page shows as it is, without touching it. */
export const lookNow = (context: LoginContext, login: Login): Promise<Outcome> =>
  unlessUnreachable(login, look(context, login));

async function look(context: LoginContext, login: Login): Promise<Outcome> {
  const { submitted } = login;
  if (submitted !== null) {
    const { verdict, seen } = await conclude(context, login, submitted.before, submitted.submission);
    return backToLogin(context, login, verdict, seen.view);
  }
  return findLogin(context, login);
}

/** What the page shows, whatever was submitted before. By then the site may know this browser. */
export function lookAfresh(context: LoginContext, login: Login): Promise<Outcome> {
  login.knownTo = true;
  login.submitted = null;
  return lookNow(context, login);
}

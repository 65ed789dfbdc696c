import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import { conclude } from '../judge/conclude.js';
import { toOutcome, unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { findLogin } from '../open/find-login.js';

/** What the page shows as it is, without touching it. */
export const lookNow = (deps: LoginDeps, login: Login): Promise<Outcome> => unlessUnreachable(look(deps, login));

async function look(deps: LoginDeps, login: Login): Promise<Outcome> {
  const { submitted } = login;
  if (submitted !== null) {
    const { verdict, seen } = await conclude(deps, login, submitted.before, submitted.submission);
    return toOutcome(deps, login, verdict, seen.view);
  }
  return findLogin(deps, login);
}

/** What the page shows, whatever was submitted before. By then the site may know this browser. */
export function lookAfresh(deps: LoginDeps, login: Login): Promise<Outcome> {
  login.knownTo = true;
  login.submitted = null;
  return lookNow(deps, login);
}

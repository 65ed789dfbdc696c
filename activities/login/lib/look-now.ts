import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import { conclude } from './conclude.js';
import { findLogin } from './find-login.js';
import type { Login } from './login.js';
import { observe } from './observe.js';
import { toOutcome, unlessUnreachable } from './outcome.js';
import { settle } from './settle.js';

/** What the page shows as it is, without touching it. */
export const lookNow = (deps: LoginDeps, login: Login): Promise<Outcome> => unlessUnreachable(look(deps, login));

async function look(deps: LoginDeps, login: Login): Promise<Outcome> {
  const { live, network, submitted } = login;
  if (submitted !== null) {
    const { verdict, seen } = await conclude(deps, login, submitted.before, submitted.submission);
    return toOutcome(deps, login, verdict, seen.view);
  }
  await settle(live.page, network, deps.patience.settleMs);
  return findLogin(deps, login, await observe(live.page, network));
}

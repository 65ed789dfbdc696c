import { homeUrl, type LoginRef, type Outcome, type PageHandle } from '../../contract/index.js';
import { type LivePage, PageTrouble } from '../pages/index.js';
import type { LoginDeps } from './deps.js';
import { findLogin } from './lib/find-login.js';
import type { Login } from './lib/login.js';
import { NetworkWatch } from './lib/network-watch.js';
import { observe } from './lib/observe.js';
import { originRule } from './lib/origin.js';
import { failed } from './lib/outcome.js';
import { Scrubber } from './lib/scrub.js';
import { settle } from './lib/settle.js';
import { working } from './lib/working.js';

/** Opens the site with the session of the profile, finds where it asks for a login, and answers what it sees there. */
export function openLogin(
  deps: LoginDeps,
  ref: LoginRef,
): Promise<{ readonly page: PageHandle; readonly outcome: Outcome }> {
  return working(deps, async (signal) => {
    const grant = await deps.vault.grantOf(ref.auth_agent_id);
    const profile = await deps.vault.loadProfile(grant.profile_name, ref.auth_agent_id);
    signal.throwIfAborted();
    const opened = await deps.pages.open({ domain: grant.domain, state: profile }, async (live) => {
      const login: Login = {
        ref,
        live,
        grant,
        profile,
        mayTypeAt: originRule(grant),
        scrub: new Scrubber(),
        network: new NetworkWatch(live.context, deps.clock),
        cookiesBefore: await live.context.cookies(),
        submitted: null,
        results: new Map(),
      };
      deps.logins.set(live, login);
      const address = grant.login_url ?? homeUrl(grant.domain);
      return {
        page: { page_id: live.id, task_queue: deps.taskQueue },
        outcome: await arrive(deps, login, live, address),
      };
    });
    if (opened.outcome.kind === 'failed') await deps.pages.close(opened.page.page_id);
    return opened;
  });
}

async function arrive(deps: LoginDeps, login: Login, live: LivePage, address: string): Promise<Outcome> {
  try {
    await live.page.goto(address, { waitUntil: 'commit', timeout: deps.patience.openMs });
  } catch {
    if (live.page.isClosed()) throw new PageTrouble('browser_error');
    return failed(deps, login, 'network_error', null);
  }
  await settle(live.page, login.network, deps.patience.settleMs);
  return findLogin(deps, login, await observe(live.page, login.network));
}

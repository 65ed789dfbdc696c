import type { FlowErrorCode, LoginRef, Outcome, PageHandle } from '../../contract/index.js';
import type { LoginDeps } from './deps.js';
import { behindForm } from './lib/behind-form.js';
import { findLogin } from './lib/find-login.js';
import { goTo } from './lib/go-to.js';
import { forget, speaksAgainst } from './lib/learn.js';
import type { Login } from './lib/login.js';
import { NetworkWatch } from './lib/network-watch.js';
import { originRule } from './lib/origin.js';
import { unlessUnreachable } from './lib/outcome.js';
import { Scrubber } from './lib/scrub.js';
import { noteStart } from './lib/trail.js';
import { waysIn } from './lib/ways-in.js';
import { working } from './lib/working.js';
import { SiteRecipes } from './recipes/site-recipes.js';

/**
 * Opens the site where this login stood when its page was lost, else with the session of the profile; finds where it asks for a
 * login, and answers what it sees there.
 */
export function openLogin(
  deps: LoginDeps,
  ref: LoginRef,
): Promise<{ readonly page: PageHandle; readonly outcome: Outcome }> {
  return working(deps, async (signal) => {
    const checkpoint = await deps.vault.loadCheckpoint(ref);
    const grant = await deps.vault.grantOf(ref.auth_agent_id);
    const profile = await deps.vault.loadProfile(grant.profile_name, ref.auth_agent_id);
    const learned = await deps.vault.learnedRecipe(ref.auth_agent_id);
    signal.throwIfAborted();
    const state = checkpoint === null ? profile : { ...checkpoint, session_storage: profile?.session_storage ?? null };
    const opened = await deps.pages.open({ domain: grant.domain, state }, async (live) => {
      const login: Login = {
        ref,
        live,
        grant,
        profile,
        knownTo: state !== null,
        mayTypeAt: originRule(grant),
        scrub: new Scrubber(),
        network: new NetworkWatch(live.context, deps.clock),
        recipes: new SiteRecipes(deps.recipes, learned),
        submitted: null,
        chosenForm: checkpoint?.chosen_form ?? null,
        trail: { start: null, deadEnds: [], filled: [] },
        results: new Map(),
      };
      deps.logins.set(live, login);
      const page = { page_id: live.id, task_queue: deps.taskQueue };
      const resumed = checkpoint === null ? null : await arrive(deps, login, checkpoint.url);
      if (resumed !== null && resumed.kind !== 'failed') return { page, outcome: resumed };
      const outcome = await findWayIn(deps, login);
      // What comes after a page that was lost is not all of the way.
      if (checkpoint === null) noteStart(login, outcome);
      return { page, outcome };
    });
    if (opened.outcome.kind === 'failed') await deps.pages.close(opened.page.page_id);
    return opened;
  });
}

/**
 * A way that leads nowhere is no reason to give up while there is another; a site that asks to wait is. It is not learned again, and
 * what may have led there is forgotten.
 */
async function findWayIn(deps: LoginDeps, login: Login): Promise<Outcome> {
  const [first, ...others] = waysIn(login);
  let outcome = await enter(deps, login, first);
  let last = first;
  for (const address of others) {
    if (outcome.kind !== 'failed' || outcome.code === 'rate_limited') break;
    await noteDeadEnd(deps, login, last, outcome.code);
    outcome = await enter(deps, login, address);
    last = address;
  }
  return outcome;
}

async function noteDeadEnd(deps: LoginDeps, login: Login, address: string, code: FlowErrorCode): Promise<void> {
  if (!speaksAgainst(code)) return;
  login.trail.deadEnds.push(address);
  await forget(deps, login);
}

/** Arrives, and looks whether the session that there was still holds where the page itself does not say so. */
async function enter(deps: LoginDeps, login: Login, address: string): Promise<Outcome> {
  const outcome = await arrive(deps, login, address);
  const behind = behindForm(login, address, outcome);
  if (behind === null) return outcome;
  const seen = await arrive(deps, login, behind);
  return seen.kind === 'authenticated' ? seen : arrive(deps, login, address);
}

const arrive = (deps: LoginDeps, login: Login, address: string): Promise<Outcome> =>
  unlessUnreachable(
    (async () => {
      await goTo(login.live.page, address, deps.patience.openMs);
      return findLogin(deps, login);
    })(),
  );

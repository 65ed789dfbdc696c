import type { FlowErrorCode, LoginRef, Outcome, PageHandle } from '../../../contract/index.js';
import type { LoginContext, LoginRoom } from '../context.js';
import { Scrubber } from '../evidence/scrub.js';
import { originRule } from '../fill/origin.js';
import { unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { NetworkWatch } from '../read/network-watch.js';
import { forget, speaksAgainst } from '../recipes/learn.js';
import { SiteRecipes } from '../recipes/site-recipes.js';
import { noteStart } from '../recipes/trail.js';
import { withHeartbeat } from '../with-heartbeat.js';
import { findLogin } from './find-login.js';
import { goTo } from './go-to.js';
import { postLoginProbe } from './post-login-probe.js';
import { waysIn } from './ways-in.js';

/**
 * Opens the site where this login stood when its page was lost, else with the session of the profile; finds where it asks for a
 * login, and answers what it sees there.
 */
export function openLogin(
  room: LoginRoom,
  ref: LoginRef,
): Promise<{ readonly page: PageHandle; readonly outcome: Outcome }> {
  return withHeartbeat(room, ref, async (context) => {
    const checkpoint = await context.vault.loadCheckpoint(ref);
    const grant = await context.vault.grantOf(ref.auth_agent_id);
    const profile = await context.vault.loadProfile(grant.profile_name, ref.auth_agent_id);
    const learned = await context.vault.learnedRecipe(ref.auth_agent_id);
    const state = checkpoint === null ? profile : { ...checkpoint, session_storage: profile?.session_storage ?? null };
    const opening = context.pages.open({ domain: grant.domain, state }, async (live) => {
      const login: Login = {
        ref,
        live,
        grant,
        profile,
        knownTo: state !== null,
        mayTypeAt: originRule(grant),
        scrub: new Scrubber(),
        network: new NetworkWatch(live.context, context.clock),
        recipes: new SiteRecipes(context.recipes, learned),
        submitted: null,
        chosenForm: checkpoint?.chosen_form ?? null,
        trail: { start: null, deadEnds: [], filled: [] },
        results: new Map(),
      };
      context.logins.set(live, login);
      const page = { page_id: live.id, task_queue: context.taskQueue };
      const resumed = checkpoint === null ? null : await arrive(context, login, checkpoint.url);
      if (resumed !== null && resumed.kind !== 'failed') return { page, outcome: resumed };
      const outcome = await findWayIn(context, login);
      // What comes after a page that was lost is not all of the way.
      if (checkpoint === null) noteStart(login, outcome);
      return { page, outcome };
    });
    const close = ({ page }: { readonly page: PageHandle }): Promise<void> => context.pages.close(page.page_id);
    const opened = await context.openLate(opening, close);
    if (opened.outcome.kind === 'failed') await context.pages.close(opened.page.page_id);
    return opened;
  });
}

/**
 * A way that leads nowhere is no reason to give up while there is another; a site that asks to wait is. It is not learned again, and
 * what may have led there is forgotten.
 */
async function findWayIn(context: LoginContext, login: Login): Promise<Outcome> {
  const [first, ...others] = waysIn(login);
  let outcome = await enter(context, login, first);
  let last = first;
  for (const address of others) {
    if (outcome.kind !== 'failed' || outcome.code === 'rate_limited') break;
    await noteDeadEnd(context, login, last, outcome.code);
    outcome = await enter(context, login, address);
    last = address;
  }
  return outcome;
}

async function noteDeadEnd(context: LoginContext, login: Login, address: string, code: FlowErrorCode): Promise<void> {
  if (!speaksAgainst(code)) return;
  login.trail.deadEnds.push(address);
  await forget(context, login);
}

/** Arrives, and looks whether the session that there was still holds where the page itself does not say so. */
async function enter(context: LoginContext, login: Login, address: string): Promise<Outcome> {
  const outcome = await arrive(context, login, address);
  const behind = postLoginProbe(login, address, outcome);
  if (behind === null) return outcome;
  const seen = await arrive(context, login, behind);
  return seen.kind === 'authenticated' ? seen : arrive(context, login, address);
}

const arrive = (context: LoginContext, login: Login, address: string): Promise<Outcome> =>
  unlessUnreachable(
    (async () => {
      await goTo(context, login.live.page, address);
      return findLogin(context, login);
    })(),
  );

import type { LoginRef } from '../../../contract/steps.js';
import type { LivePage, SessionState } from '../../browser/index.js';
import type { Checkpoint, Grant, KnownValues, LearnedRecipe, StoredProfile } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { Scrubber } from '../evidence/scrub.js';
import { originRule, sendRule } from '../fill/origin.js';
import type { Login } from '../login.js';
import { NetworkWatch } from '../read/network-watch.js';
import { SiteRecipes } from '../recipes/site-recipes.js';

/** What the vault knows about a login that begins, or continues after its page was lost. */
export interface Beginning {
  readonly checkpoint: Checkpoint | null;
  readonly grant: Grant;
  readonly profile: StoredProfile | null;
  readonly learned: LearnedRecipe | null;
  /** Session to start from: of the checkpoint, else of the profile. */
  readonly state: SessionState | null;
  /** What the site may not repeat anywhere, also after its page was lost. */
  readonly known: KnownValues;
}

export async function loadBeginning(context: LoginContext, ref: LoginRef): Promise<Beginning> {
  const checkpoint = await context.vault.loadCheckpoint(ref);
  const grant = await context.vault.grantFor(ref);
  const profile = await context.vault.loadProfile(grant.profile_name, ref.auth_agent_id);
  const learned = await context.vault.learnedRecipe(ref.auth_agent_id);
  const state = checkpoint === null ? profile : { ...checkpoint, session_storage: profile?.session_storage ?? null };
  return { checkpoint, grant, profile, learned, state, known: await context.vault.knownValues(ref) };
}

/** Makes what the worker remembers of the login for as long as it holds the page. */
export function rememberLogin(context: LoginContext, ref: LoginRef, live: LivePage, from: Beginning): Login {
  const { checkpoint, grant, profile, learned, state, known } = from;
  const scrub = new Scrubber(grant.domain);
  scrub.add(known.values);
  const mayTypeAt = originRule(grant);
  const login: Login = {
    ref,
    live,
    grant,
    profile,
    knownTo: state !== null,
    wasKnownTo: state !== null,
    typed: known.typed,
    mayTypeAt,
    maySendTo: sendRule(grant, mayTypeAt),
    scrub,
    network: new NetworkWatch(live.context, context.clock),
    recipes: new SiteRecipes(context.recipes, learned),
    submitted: null,
    chosenForm: checkpoint?.chosen_form ?? null,
    route: { start: null, deadEnds: [], filled: [] },
    results: new Map(),
  };
  context.logins.set(live, login);
  return login;
}

import { homeUrl } from '../../../contract/address/domain.js';
import { hostnameOf } from '../../../contract/address/host.js';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { siteAt } from '../../../contract/address/site.js';
import type { BrowserActivities, LoginRef, ProfileInUse, SiteFull } from '../../../contract/steps.js';
import type { LivePage, SessionState } from '../../browser/index.js';
import type {
  Checkpoint,
  Consent,
  Grant,
  KnownToLogin,
  LearnedRecipe,
  LoadedProfile,
  ProfileHold,
  StoredProfile,
} from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { FieldNames } from '../evidence/field-names.js';
import { Scrubber } from '../evidence/scrub.js';
import { originRule } from '../fill/origin.js';
import type { Login } from '../login.js';
import { AuthorizationRequests } from '../read/authorization-request.js';
import { NetworkWatch } from '../read/network-watch.js';
import { SiteRecipes } from '../recipes/site-recipes.js';
import { isOfSites, withoutSession } from '../session/drop-state.js';

/** Which login, with names of fields that stand in its history in plain. */
export type OpenLogin = Omit<Parameters<BrowserActivities['openLogin']>[0], 'question' | 'is_watched'>;

/** What the vault knows about a login that begins, or continues after its page was lost. */
export interface Beginning {
  readonly checkpoint: Checkpoint | null;
  readonly grant: Grant;
  /** What all of the login goes out by. */
  readonly proxy: AgentProxy | null;
  readonly profile: StoredProfile | null;
  readonly hold: ProfileHold;
  readonly learned: LearnedRecipe | null;
  readonly agreed: readonly Consent[];
  /** Session to start from: of the checkpoint, else of the profile. */
  readonly state: SessionState | null;
  /** What the site may not repeat anywhere, also after its page was lost. */
  readonly known: KnownToLogin;
}

/** Takes the login's turn and its part of the profile, or says why it can't have them now. */
export async function loadBeginning(
  context: LoginContext,
  ref: LoginRef,
  isWatched: boolean,
): Promise<Beginning | ProfileInUse | SiteFull> {
  const { domain } = await context.vault.grantFor(ref);
  const loaded = await loadInTurn(context, ref, domain, isWatched);
  if (loaded.kind === 'in_use') return { kind: 'profile_in_use' };
  // A login that is paused waits as if the site were full: without a page.
  if (loaded.kind === 'site_full' || loaded.kind === 'paused')
    return { kind: 'site_full', ask_again_ms: loaded.ask_again_ms };
  const { profile, hold } = loaded;
  const grant = await context.vault.grantFor(ref);
  // After the grant: where another proxy was set meanwhile, the next step sees another grant, and the page is opened again.
  const proxy = await context.vault.openProxy(ref);
  const checkpoint = await context.vault.loadCheckpoint(ref);
  const learned = await context.vault.learnedRecipe(ref.auth_agent_id);
  const agreed = await context.vault.consentsOf(ref.auth_agent_id);
  const known = await context.vault.knownTo(ref);
  const state =
    checkpoint === null
      ? beginningState(grant, profile, known, context.clock())
      : { ...checkpoint, session_storage: checkpoint.session_storage ?? profile?.session_storage ?? null };
  return { checkpoint, grant, proxy, profile, hold, learned, agreed, state, known };
}

/**
 * A login that the site has forgotten begins once more without the old session: what it was sent may have been bound to that. So does one that is to make
 * a new session while the old one still works: what is known of the device stays.
 */
const beginningState = (
  { domain }: Grant,
  profile: StoredProfile | null,
  { begun_again, renews }: KnownToLogin,
  now: number,
): SessionState | null =>
  profile !== null && (begun_again || renews) ? withoutSession(profile, isOfSites([hostnameOf(domain)]), now) : profile;

/** Where the site is full, but a page of it on this worker is on its way out or only waits for a person, that one makes way. */
async function loadInTurn(
  context: LoginContext,
  ref: LoginRef,
  domain: string,
  isWatched: boolean,
): Promise<LoadedProfile> {
  const loaded = await context.vault.loadProfile(ref, isWatched);
  if (loaded.kind !== 'site_full') return loaded;
  const site = siteAt(homeUrl(domain));
  const isThere = (live: LivePage): boolean => {
    const other = context.logins.get(live);
    return other !== undefined && siteAt(homeUrl(other.grant.domain)) === site;
  };
  const isNew = await context.race(context.pages.makeWay(isThere));
  return isNew ? context.vault.loadProfile(ref, isWatched) : loaded;
}

/** Makes what the worker remembers of the login for as long as it holds the page. */
export function rememberLogin(
  context: LoginContext,
  { names = [], ...ref }: OpenLogin,
  live: LivePage,
  from: Beginning,
): Login {
  const { checkpoint, grant, profile, hold, learned, agreed, state, known } = from;
  const scrub = new Scrubber(grant.domain);
  scrub.add(known.values);
  scrub.addIdentifiers(known.identifiers);
  const login: Login = {
    ref,
    live,
    grant,
    profile,
    began: checkpoint === null ? state : null,
    hold,
    knownTo: state !== null,
    wasKnownTo: state !== null,
    typed: known.typed,
    gaveSecret: known.typed,
    mayTypeAt: originRule(grant),
    scrub,
    names: new FieldNames(known.names, [...(grant.credential?.value_keys ?? []), ...names], scrub),
    viewKey: known.view_key,
    network: new NetworkWatch(live.context, context.clock, live.wire),
    asked: new AuthorizationRequests(live.context, checkpoint?.asked ?? []),
    agreed,
    needs: new Set(),
    answered: new Set(),
    gated: false,
    overForm: null,
    recipes: new SiteRecipes(context.recipes, learned),
    submitted: null,
    sentForms: new Set(),
    linesBefore: new Map(),
    notOffered: new Set(),
    offered: new Map(),
    besideForms: new Set(),
    choseMethod: false,
    boxes: [],
    untyped: null,
    singleVisit: grant.single_visit,
    codesBy: 'site',
    strangers: new Map(),
    provider: checkpoint?.provider ?? null,
    asking: null,
    item: 'unread',
    told: null,
    held: null,
    past: null,
    dialog: null,
    chosenForm: checkpoint?.chosen_form ?? null,
    route: { start: null, deadEnds: [], filled: [] },
    results: new Map(),
  };
  context.logins.set(live, login);
  return login;
}

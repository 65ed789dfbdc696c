import type { FlowErrorCode } from '../../../contract/index.js';
import type { TraceReason } from '../../../contract/invocation/trace.js';
import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { LeftStep } from '../judge/left-step.js';
import { externalOutcome, failed, failedAt, inputOutcome, leftStepOutcome } from '../judge/outcome.js';
import { accountToPress, whoseAccount } from '../judge/whose-account.js';
import { wrongAccount } from '../judge/wrong-account.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import { foreignLogin } from '../read/discover.js';
import { isBotWall, mayLetIn } from '../read/firewall.js';
import type { Observation } from '../read/observation.js';
import { knownOf } from '../read/observe.js';
import { saysOver } from '../read/says-over.js';
import { asksForLogin, methodButtons } from '../read/seen-page.js';
import { isStarting } from '../read/undecided.js';
import { watch } from '../read/watch.js';
import { asksBeforeLogin } from './before-login.js';
import { awaitCaptcha } from './captcha.js';
import { consentQuestion } from './consent.js';
import { dismissOverlay, pressThrough } from './dismiss-overlay.js';
import { answerInterstitial, interstitialAnswer, MAX_INTERSTITIALS } from './interstitial.js';
import { isKnownBesideForm, knownAs, onlyConfirms } from './known-as.js';
import { nextLink } from './next-link.js';
import { lacksName, passwordWay } from './password-way.js';

const MAX_HOPS = 3;
/** More looks than all rules need, also at an application that starts slowly. */
const MAX_LOOKS = 100;
/** How long an application may take to notice that its server has ended the session. */
const SECOND_LOOK_MS = 500;

/** What a page certainly means for the login. */
type Finding =
  | { readonly kind: 'form' | 'session' }
  | { readonly kind: 'action'; readonly text: string }
  | { readonly kind: 'step'; readonly step: LeftStep }
  | {
      readonly kind: 'failure';
      readonly code: FlowErrorCode;
      readonly reason?: TraceReason;
      readonly words?: string;
      /** Where nothing may be typed, if that is not where the page is. */
      readonly address?: string;
    };

/** State of the search. */
interface Search {
  readonly login: Login;
  /** When it began, by `performance.now()`. */
  readonly begun: number;
  /** Links that were followed, by their signatures. */
  readonly followed: Set<string>;
  /** How many pages in the way were answered. */
  answered: number;
  dismissed: boolean;
  sessionSeen: boolean;
  /** Whether an account was chosen, or another one asked for. */
  switched: boolean;
}

/** One look at the page: what it is, and what may be pressed there. */
interface Sight {
  readonly seen: Observation;
  readonly finding: Finding | null;
  /** Whether the site may know this browser: then its questions may be those that follow a login. */
  readonly interstitial: ViewButton | undefined;
  readonly link: ViewButton | undefined;
}

/** The result of a rule: the end of the search, an action after which the page is read again, or nothing. */
type Step = Outcome | 'look_again' | null;
type Rule = (context: LoginContext, search: Search, sight: Sight) => Promise<Step>;

/** The rules in order. The first one with a result decides. */
const RULES: readonly Rule[] = [
  chooseAccount,
  doubtSession,
  takeFinding,
  answerOnce,
  takeFindingAsItIs,
  followLink,
  dismissOnce,
  awaitStart,
  takeRest,
];

/** Looks for the login form on the page that was opened, and behind the login links that it shows. */
export async function findLogin(context: LoginContext, login: Login): Promise<Outcome> {
  const search: Search = {
    login,
    begun: performance.now(),
    followed: new Set(),
    answered: 0,
    dismissed: false,
    sessionSeen: false,
    switched: false,
  };
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const step = await applyRules(context, search, await look(context, search));
    if (step !== 'look_again') return step;
  }
  return failed(context, login, 'login_form_not_found', null);
}

async function look(context: LoginContext, search: Search): Promise<Sight> {
  const { login } = search;
  const sightOf = (seen: Observation): Sight => ({
    seen,
    finding: findingOf(search, seen),
    interstitial: search.answered < MAX_INTERSTITIALS ? interstitialAnswer(login, seen) : undefined,
    link: search.followed.size < MAX_HOPS ? nextLink(login, seen.view, search.followed) : undefined,
  });
  const decides = (seen: Observation): boolean => {
    const { finding, interstitial, link } = sightOf(seen);
    const isFound = finding !== null && !(finding.kind === 'failure' && mayLetIn(seen));
    return isFound || interstitial !== undefined || link !== undefined;
  };
  return sightOf(await watch(context, login.live, login.network, decides, login));
}

async function applyRules(context: LoginContext, search: Search, sight: Sight): Promise<Outcome | 'look_again'> {
  for (const rule of RULES) {
    const step = await rule(context, search, sight);
    if (step !== null) return step;
  }
  return failed(context, search.login, 'login_form_not_found', null);
}

/** A page that knows somebody, or several people, is asked for the credential's own account; that of another one is never taken for it. */
async function chooseAccount(context: LoginContext, search: Search, { seen, finding }: Sight): Promise<Step> {
  const { login } = search;
  if (finding?.kind === 'failure') return null;
  const wanted = search.switched ? undefined : await accountToPress(context, login, seen.view);
  if (wanted !== undefined) {
    search.switched = true;
    context.note({ stage: 'open', rule: 'session_known', reason: 'other_account', facts: {} });
    if (await pressThrough(context, login, seen.view, wanted.ref)) return 'look_again';
  }
  if (finding?.kind !== 'session' || (await whoseAccount(context, login, seen.view)) !== 'others') return null;
  return toOutcome(context, login, asWrongAccount(seen), seen);
}

const asWrongAccount = ({ view }: Observation): Finding => ({
  kind: 'failure',
  code: 'wrong_account',
  reason: 'other_account',
  words: view.standing.words,
});

/** A page that shows somebody as logged in is read again to be sure. */
async function doubtSession(context: LoginContext, search: Search, { finding }: Sight): Promise<Step> {
  if (finding?.kind !== 'session' || search.sessionSeen) return null;
  search.sessionSeen = true;
  await context.wait(SECOND_LOOK_MS);
  return 'look_again';
}

/** Ends the search with what the page is, unless it first asks for something that can be declined. */
async function takeFinding(context: LoginContext, search: Search, sight: Sight): Promise<Step> {
  return sight.interstitial?.kind === 'not_now' ? null : takeFindingAsItIs(context, search, sight);
}

async function takeFindingAsItIs(context: LoginContext, { login }: Search, { finding, seen }: Sight): Promise<Step> {
  if (finding === null) return null;
  if (finding.kind === 'form' && (await isKnownBesideForm(context, login, seen)))
    return toOutcome(context, login, { kind: 'session' }, seen);
  // What a person has to solve first is seen before anything is typed.
  if (finding.kind === 'form' && (await awaitCaptcha(context, login, seen)))
    return toOutcome(context, login, { kind: 'failure', code: 'captcha_blocked' }, seen);
  return toOutcome(context, login, finding, seen);
}

async function answerOnce(context: LoginContext, search: Search, { interstitial, seen }: Sight): Promise<Step> {
  if (interstitial === undefined) return null;
  search.answered += 1;
  return (await answerInterstitial(context, search.login, seen.view, interstitial)) ? 'look_again' : null;
}

async function followLink(context: LoginContext, search: Search, { link, seen }: Sight): Promise<Step> {
  const { login, followed } = search;
  if (link === undefined || (await onlyConfirms(context, login, seen, link))) return null;
  followed.add(link.ref.signature);
  await pressThrough(context, login, seen.view, link.ref);
  return 'look_again';
}

/** Some banners and messages block the page until they are answered. */
async function dismissOnce(context: LoginContext, search: Search, { seen }: Sight): Promise<Step> {
  if (search.dismissed || !(await dismissOverlay(context, search.login, seen.view))) return null;
  search.dismissed = true;
  return 'look_again';
}

/** The page may be an application that has yet to show what it is. */
async function awaitStart(
  { timeouts }: Pick<LoginContext, 'timeouts'>,
  { begun }: Search,
  { seen }: Sight,
): Promise<Step> {
  return isStarting(seen) && performance.now() - begun < timeouts.openMs ? 'look_again' : null;
}

async function takeRest(context: LoginContext, { login }: Search, { seen }: Sight): Promise<Step> {
  return toOutcome(context, login, await restOf(context, login, seen), seen);
}

async function toOutcome(context: LoginContext, login: Login, finding: Finding, seen: Observation): Promise<Outcome> {
  const { view } = seen;
  context.note({ stage: 'read', rule: 'form_found', ...reasonOf(finding, seen) });
  switch (finding.kind) {
    case 'failure':
      if (finding.code === 'wrong_account') return wrongAccount(context, login, finding.words ?? null);
      if (finding.code === 'domain_not_allowed')
        return failedAt(context, login, { code: finding.code, address: finding.address ?? login.live.page.url() });
      return failed(context, login, finding.code, finding.words ?? null);
    case 'action':
      return externalOutcome(login, finding.text);
    case 'step':
      return leftStepOutcome(context, login, finding.step, view);
    case 'form':
      return inputOutcome(login, view);
    case 'session':
      return { kind: 'authenticated', url: login.scrub.url(view.url) };
  }
}

function reasonOf(finding: Finding, { status, view: { best, rivals, forms } }: Observation) {
  // A page that is not there says why nothing was found on it.
  const facts = { forms: forms.length, ...(status !== null && status >= 400 ? { http_status: status } : {}) };
  if (finding.kind === 'failure')
    return { reason: finding.reason ?? 'no_form', facts: { ...facts, code: finding.code } } as const;
  if (finding.kind === 'action') return { reason: 'other_device', facts } as const;
  if (finding.kind === 'session') return { reason: 'still_signed_in', facts } as const;
  if (finding.kind === 'step') return { reason: 'step_left', facts } as const;
  if (rivals.length > 0) return { reason: 'several_forms', facts } as const;
  const source = best?.source ?? 'page';
  return { reason: source === 'page' ? 'one_form' : 'recipe_form', facts: { ...facts, form_source: source } } as const;
}

function findingOf({ login, followed }: Search, seen: Observation): Finding | null {
  const { view } = seen;
  const wrongPlace = login.mayTypeAt(login.live.page.url());
  if (wrongPlace !== null) return { kind: 'failure', code: wrongPlace };
  if (asksForLogin(view) && view.evidence.untypable) return untypable(view);
  const isInside = login.knownTo && (view.evidence.logout || view.standing.account) && !saysOver(seen);
  if (isInside && view.best?.task === 'unsaid') return { kind: 'session' };
  const isCodeFirst = view.best?.class === 'otp' && login.submitted === null && !login.knownTo;
  const isOtherWay = isCodeFirst || view.best?.task === 'link' || view.best?.class === 'sso' || lacksName(login, view);
  const prefersPassword = isOtherWay && passwordWay(login, view, followed) !== undefined;
  if ((asksForLogin(view) && !prefersPassword) || consentQuestion(login, view) !== null) return { kind: 'form' };
  if (view.externalAction !== null) return { kind: 'action', text: view.externalAction.text };
  if (view.captcha !== null) return { kind: 'failure', code: 'captcha_blocked' };
  if (isInside) return { kind: 'session' };
  return failureOf(seen);
}

/** Keys whose digits are pictures, or a line that is no field: a person can answer it, but not from here. */
const untypable = ({ standing }: PageView): Finding => ({
  kind: 'failure',
  code: 'unsupported_auth_method',
  reason: 'keys_unreadable',
  words: standing.words,
});

function failureOf(seen: Observation): Finding | null {
  const status = seen.status ?? 200;
  if (status === 429) return { kind: 'failure', code: 'rate_limited' };
  if (isBotWall(seen)) return { kind: 'failure', code: 'bot_detected' };
  return status >= 500 ? { kind: 'failure', code: 'website_error' } : null;
}

/** The outcome for a page that shows no login and leads to none. */
async function restOf(context: LoginContext, login: Login, seen: Observation): Promise<Finding> {
  const { view } = seen;
  if (view.rivals.length > 0) return { kind: 'form' };
  if (view.best?.class === 'ambiguous') return { kind: 'failure', code: 'ambiguous_form' };
  const known = login.knownTo ? await knownAs(context, login, seen) : null;
  if (known === 'session')
    return (await whoseAccount(context, login, view)) === 'others' ? asWrongAccount(seen) : { kind: 'session' };
  if (known !== null) return { kind: 'step', step: known };
  if (login.network.asksBrowser)
    return {
      kind: 'failure',
      code: 'unsupported_auth_method',
      reason: 'browser_asks',
      words: login.network.asksBrowser,
    };
  if (view.evidence.untypable) return untypable(view);
  if (asksBeforeLogin(seen) && !saysOver(seen)) return { kind: 'step', step: 'question' };
  const framed = await context.race(foreignLogin(login.live.page, knownOf(login)));
  if (framed !== null) return { kind: 'failure', code: 'domain_not_allowed', address: framed };
  if (!view.evidence.passkey) return { kind: 'failure', code: 'login_form_not_found' };
  return methodButtons(view).length > 0 ? { kind: 'form' } : { kind: 'failure', code: 'unsupported_auth_method' };
}

import type { ProxyFault } from '../../../contract/address/proxy.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { Outcome, SeenPage } from '../../../contract/steps.js';
import { asTrouble, isUnreachable, type LoginWire } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { leaveArtefact } from '../evidence/artefact.js';
import type { OriginRefusal } from '../fill/origin.js';
import { mayTypeStoredAt, placeOf } from '../fill/value-rule.js';
import type { Login } from '../login.js';
import { consentOptions, consentQuestion } from '../open/consent.js';
import { gateOptions } from '../open/gate.js';
import type { PageView } from '../page-world/view.js';
import { formId, withChosenForm } from '../read/form-choice.js';
import { addressOf } from '../read/frame-at.js';
import { formToFill, toSeenPage } from '../read/seen-page.js';
import { keepOpen } from '../session/keep-open.js';
import { formOfStep, type LeftStep } from './left-step.js';
import { stepOptions } from './step-question.js';
import type { Certain } from './verdict.js';

type Failure = Extract<Outcome, { kind: 'failed' }>;

/** A failure, with an artefact for the operator. */
export async function failed(
  context: LoginContext,
  login: Login,
  code: FlowErrorCode,
  words: string | null,
): Promise<Failure> {
  const artefact = await leaveArtefact(context, login);
  return unlessByProxy(login.live.wire, {
    kind: 'failed',
    code,
    website_error: words === null ? null : login.scrub.text(words),
    artefact,
  });
}

interface Wrong {
  readonly code: OriginRefusal;
  /** Where nothing may be typed, or sent. */
  readonly address: string;
}

/** A failure for an address: of the page, or of what its form leads to. It names the host, and what would let the login go there. */
export async function failedAt(context: LoginContext, login: Login, { code, address }: Wrong): Promise<Failure> {
  const failure = await failed(context, login, code, null);
  if (code !== 'domain_not_allowed' || failure.code !== code || !URL.canParse(address)) return failure;
  const { host } = new URL(address);
  // A form that sends by e-mail leads to no host that could be allowed.
  if (host === '') return failure;
  const how = host === hostOf(login.live.page.url()) ? 'page' : 'form';
  return { ...failure, details: { host: login.scrub.host(host), how, add: 'allowed_domains' } };
}

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).host : null);

/** What a page that has come may end in when its proxy lets nothing more through. */
const BY_PROXY: ReadonlySet<FlowErrorCode> = new Set([
  'website_error',
  'login_form_not_found',
  'stuck_in_loop',
  'session_not_kept',
]);
/** Wrong for all sites. Others may be about a place that the page only asks besides. */
const FOR_ALL: ReadonlySet<ProxyFault> = new Set(['unreachable', 'no_answer', 'credentials_refused']);

/** A failure that is the proxy's, and not the site's, says so. */
function unlessByProxy({ gate }: LoginWire, failure: Failure): Failure {
  const why = gate?.fault ?? null;
  if (why === null) return failure;
  const isByProxy = failure.code === 'network_error' || (BY_PROXY.has(failure.code) && FOR_ALL.has(why));
  if (!isByProxy) return failure;
  return { ...failure, code: 'proxy_unavailable', details: { why }, website_error: null };
}

/** What a page asks for, and whose page it is. */
function seenPage(login: Login, view: PageView): SeenPage {
  const { page } = login.live;
  const form = formToFill(view);
  const address = (form && addressOf(page, form)) || page.url();
  login.asking = placeOf(login, address);
  const stored_secrets = [address, page.url()].every((at) => mayTypeStoredAt(login, at));
  const seen = toSeenPage(view, login);
  const consent = consentQuestion(login, view);
  const gate = gateOptions(login, view);
  const answers = consent === null ? stepOptions(login, view) : consentOptions(login, consent);
  const sign_in_options = gate.length > 0 ? gate : [...seen.sign_in_options, ...answers];
  // A form that would allow something is not for filling before somebody has allowed that, nor one that can't be reached.
  const fields = consent === null && gate.length === 0 ? seen.fields : [];
  return { ...seen, fields, sign_in_options, site: login.asking.site, stored_secrets };
}

export function inputOutcome(login: Login, view: PageView): Outcome {
  const outcome = { kind: 'input', page: seenPage(login, view) } as const;
  keepOpen(login, outcome);
  return outcome;
}

/** What lies over the form, for a person to answer; null where it offers no answer. */
export function gateOutcome(login: Login, view: PageView): Outcome | null {
  login.gated = true;
  return gateOptions(login, view).length > 0 ? inputOutcome(login, view) : null;
}

export function externalOutcome(login: Login, words: string): Outcome {
  const outcome = { kind: 'external_action', message: login.scrub.text(words) } as const;
  keepOpen(login, outcome);
  return outcome;
}

const STEP_CODES = {
  password_change: 'password_change_required',
  enrollment: 'enrollment_required',
  session_elsewhere: 'session_elsewhere',
  identity_check: 'identity_check',
  question: 'identity_check',
} as const satisfies Record<LeftStep, FlowErrorCode>;

/** A person is asked what the page asks, where it can be answered by giving or pressing something; else the login ends with what it wants. */
export async function leftStepOutcome(
  context: LoginContext,
  login: Login,
  step: LeftStep,
  view: PageView,
): Promise<Outcome> {
  const form = step === 'enrollment' || step === 'password_change' ? null : formOfStep(view);
  if (form !== null) {
    login.chosenForm = formId(form);
    return inputOutcome(login, explained(withChosenForm(view, login.chosenForm)));
  }
  if (stepOptions(login, view).length > 0) return inputOutcome(login, view);
  return failed(context, login, STEP_CODES[step], view.standing.words);
}

/** Why a step asks is said by its page, mostly: the first field tells it, where it tells nothing else. */
function explained(view: PageView): PageView {
  const [first, ...others] = view.best?.fields ?? [];
  if (view.best === null || first === undefined || first.hint !== null) return view;
  return { ...view, best: { ...view.best, fields: [{ ...first, hint: view.standing.words }, ...others] } };
}

/** What was refused is needed, though a page that keeps it in its fields could be sent without. */
const askedAgain = (page: SeenPage, refused: readonly string[]): SeenPage => ({
  ...page,
  fields: page.fields.map((field) => (refused.includes(field.name) ? { ...field, required: true } : field)),
});

/** Turns a verdict into the result for the workflow. */
export async function toOutcome(
  context: LoginContext,
  login: Login,
  verdict: Certain,
  view: PageView,
): Promise<Outcome> {
  const { scrub } = login;
  switch (verdict.kind) {
    case 'input': {
      const { left, words = null } = verdict;
      const outcome = inputOutcome(login, view);
      if (left === undefined || outcome.kind !== 'input') return outcome;
      return { ...outcome, left, website_error: words === null ? null : scrub.text(words) };
    }
    case 'refused':
      return {
        kind: 'refused',
        fields: verdict.fields,
        website_error: verdict.words === null ? null : scrub.text(verdict.words),
        page: askedAgain(seenPage(login, view), verdict.fields),
      };
    case 'authenticated':
      return { kind: 'authenticated', url: scrub.url(view.url) };
    case 'forgotten':
      return (await context.vault.beginAgain(login.ref))
        ? { kind: 'forgotten' }
        : failed(context, login, 'website_error', verdict.words);
    case 'external_action':
      return externalOutcome(login, verdict.words);
    case 'left_step':
      return leftStepOutcome(context, login, verdict.step, view);
    case 'failed':
      return failed(context, login, verdict.code, verdict.words);
  }
}

/** Runs something that fails when the site does not answer, and turns that failure into an outcome. */
export async function unlessUnreachable<T>({ live }: Pick<Login, 'live'>, work: Promise<T>): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    const trouble = asTrouble(error);
    if (!isUnreachable(trouble)) throw error;
    return unlessByProxy(live.wire, { kind: 'failed', code: trouble.type, website_error: null, artefact: null });
  }
}

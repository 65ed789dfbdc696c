import type { FlowErrorCode } from '../../../contract/index.js';
import { isErrorPage } from '../../browser/index.js';
import { APPENDED } from '../fill/appended-code.js';
import type { FieldRole, PageView } from '../page-world/view.js';
import { newWords, type Observation, sessionChanged } from '../read/observe.js';
import { asksForLogin, methodButtons } from '../read/seen-page.js';
import {
  aboutCode,
  aboutIdentifier,
  aboutPassword,
  saysBot,
  saysLocked,
  saysWait,
  soundsRefused,
} from '../read/words.js';
import { isBehindLogin, type LeftStep } from './left-step.js';

/** What was submitted. */
export interface Submission {
  readonly fields: readonly { readonly name: string; readonly role: FieldRole }[];
  /** Whether a one-time code went along, behind the password. */
  readonly appended: boolean;
  /** Shape of the form. */
  readonly signature: string;
}

export type Verdict =
  | { readonly kind: 'input' }
  | { readonly kind: 'refused'; readonly fields: readonly string[]; readonly words: string | null }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'external_action'; readonly words: string }
  | { readonly kind: 'failed'; readonly code: FlowErrorCode; readonly words: string | null }
  /** A step that is none of those that a login is made of. */
  | { readonly kind: 'left_step'; readonly step: LeftStep }
  /** Nothing on the page is decisive yet. `lean` is the verdict if the page stays like this. */
  | { readonly kind: 'unclear'; readonly lean: Exclude<Verdict, { kind: 'unclear' }> };

/**
 * Decides what a page means after a submit, by comparing it before and after. The order of the tests matters: to every later test a
 * second factor looks like a refusal, and a refusal can look like a success.
 */
export function judge(before: Observation, after: Observation, submitted: Submission): Verdict {
  const words = newWords(before, after);
  const asks = asksForLogin(after.view);
  return (
    judgeErrorPage(after.view) ??
    judgeSecondFactor(after.view, submitted) ??
    judgeWall(before, after, words) ??
    judgeAlerts(after.view, submitted, words) ??
    judgeStatus(after, asks) ??
    (asks ? judgeForm(before, after, submitted) : judgeNoForm(before, after, submitted))
  );
}

const holds = (view: PageView, role: FieldRole): boolean =>
  asksForLogin(view) && (view.best?.fields.some((field) => field.role === role) ?? false);

const wasSubmitted = (submitted: Submission, role: FieldRole): boolean =>
  submitted.fields.some((field) => field.role === role);

/** The browser's own page, where the site did not answer: it says nothing about the login, and may still be left. */
const judgeErrorPage = ({ url }: PageView): Verdict | null =>
  isErrorPage(url) ? { kind: 'unclear', lean: { kind: 'failed', code: 'network_error', words: null } } : null;

/** A code is asked for that was not asked for before, whatever status or text comes with it. */
function judgeSecondFactor(view: PageView, submitted: Submission): Verdict | null {
  return holds(view, 'otp') && !wasSubmitted(submitted, 'otp') ? { kind: 'input' } : null;
}

function judgeWall(before: Observation, after: Observation, words: string | null): Verdict | null {
  if (words !== null && saysLocked(words)) return { kind: 'failed', code: 'account_locked', words };
  if (after.status === 429 || (words !== null && saysWait(words)))
    return { kind: 'failed', code: 'rate_limited', words };
  if (after.view.captcha !== null && before.view.captcha === null)
    return { kind: 'failed', code: 'captcha_blocked', words };
  return null;
}

/** A new message next to a form that is no later step is a refusal. */
function judgeAlerts(view: PageView, submitted: Submission, words: string | null): Verdict | null {
  if (words === null || !asksForLogin(view) || leadsOn(view, submitted)) return null;
  return { kind: 'refused', fields: refusedFields(submitted, words), words };
}

/** Whether the form belongs to a later step of the login than what was submitted. */
const leadsOn = (view: PageView, submitted: Submission): boolean =>
  (holds(view, 'otp') && !wasSubmitted(submitted, 'otp')) ||
  (holds(view, 'password') && !wasSubmitted(submitted, 'password') && !wasSubmitted(submitted, 'otp'));

/** Which of the values the site refused. Careful sites don't say; then it is the most secret one. */
function refusedFields(submitted: Submission, words: string | null): string[] {
  const named = (role: FieldRole): string[] =>
    submitted.fields.filter((field) => field.role === role).map(({ name }) => name);
  if (words !== null && aboutIdentifier(words) && !aboutPassword(words) && named('identifier').length > 0)
    return named('identifier');
  // When the code was appended to a password, the code counts as refused only if the site says so.
  if (submitted.appended && words !== null && aboutCode(words) && !aboutPassword(words)) return [APPENDED];
  const order: FieldRole[] = ['otp', 'password', 'custom', 'identifier'];
  return order.map(named).find((names) => names.length > 0) ?? [];
}

function judgeStatus({ status, view }: Observation, asks: boolean): Verdict | null {
  if (status === null || asks) return null;
  if (status >= 500)
    return { kind: 'failed', code: saysBot(view.title) ? 'bot_detected' : 'website_error', words: null };
  if (status === 403 && saysBot([view.title, ...view.evidence.headings].join(' ')))
    return { kind: 'failed', code: 'bot_detected', words: null };
  return null;
}

function judgeForm(before: Observation, after: Observation, submitted: Submission): Verdict {
  const sameForm = after.view.best?.signature === submitted.signature;
  if (!sameForm && (leadsOn(after.view, submitted) || !asksAgain(after.view, submitted))) return { kind: 'input' };
  // The form is back without a new message. It is a refusal if the request was rejected, if the site answered and the secret field is
  // empty again, or if it repeats the message of the last refusal.
  const words = said(after.view);
  const answered = after.status !== null || sessionChanged(before, after);
  const saysNoAgain = after.status !== null && words !== null && soundsRefused(words);
  const saidNo = after.turnedDown || (answered && emptiedSecret(after.view, submitted)) || saysNoAgain;
  const lean = saidNo
    ? ({ kind: 'refused', fields: refusedFields(submitted, null), words } as const)
    : ({ kind: 'input' } as const);
  return { kind: 'unclear', lean };
}

/** Whether the message of the last refusal is there again: the second is often worded like the first. */
const said = ({ alerts }: PageView): string | null => alerts.map(({ text }) => text).join(' ') || null;

/** Whether a secret that was submitted is asked for again. */
const emptiedSecret = (view: PageView, submitted: Submission): boolean =>
  view.best?.fields.some(
    ({ role, filled }) => (role === 'password' || role === 'otp') && !filled && wasSubmitted(submitted, role),
  ) ?? false;

const asksAgain = (view: PageView, submitted: Submission): boolean =>
  view.best?.fields.some(({ role }) => wasSubmitted(submitted, role)) ?? false;

const withoutPasskey = (view: PageView): Exclude<Verdict, { kind: 'unclear' }> =>
  methodButtons(view).length > 0 ? { kind: 'input' } : { kind: 'failed', code: 'unsupported_auth_method', words: null };

function judgeNoForm(before: Observation, after: Observation, submitted: Submission): Verdict {
  const { externalAction, evidence, rivals } = after.view;
  if (rivals.length > 0) return { kind: 'unclear', lean: { kind: 'input' } };
  if (externalAction !== null) return { kind: 'external_action', words: externalAction.text };
  if (after.passwordShown && !isBehindLogin(after.view))
    return { kind: 'unclear', lean: { kind: 'failed', code: 'element_not_found', words: null } };
  // A name alone logs nobody in: on a page that wants a passkey, the only way on is what else it offers.
  if (evidence.passkey && !wasSubmitted(submitted, 'password') && !wasSubmitted(submitted, 'otp'))
    return { kind: 'unclear', lean: withoutPasskey(after.view) };
  if (evidence.logout || sessionChanged(before, after)) return { kind: 'authenticated' };
  // Whether there is a session is proved when it is saved.
  return { kind: 'unclear', lean: { kind: 'authenticated' } };
}

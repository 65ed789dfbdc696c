import type { FlowErrorCode } from '../../../contract/index.js';
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
  /** Nothing on the page decides yet. `lean` is what it means if the page stays so. */
  | { readonly kind: 'unclear'; readonly lean: Exclude<Verdict, { kind: 'unclear' }> };

/**
 * Decides what a page means after a submit, from what stood there before and what stands there now. The order of the tests is
 * the point: a second factor looks like a refusal to every later test, and a refusal like a success to a careless one.
 */
export function judge(before: Observation, after: Observation, submitted: Submission): Verdict {
  const words = newWords(before, after);
  const asks = asksForLogin(after.view);
  return (
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

/** A code is asked for that was not asked for before, whatever status or text comes along with it. */
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

/** New words next to a form that does not lead on are a refusal. */
function judgeAlerts(view: PageView, submitted: Submission, words: string | null): Verdict | null {
  if (words === null || !asksForLogin(view) || leadsOn(view, submitted)) return null;
  return { kind: 'refused', fields: refusedFields(submitted, words), words };
}

/** Whether the form asks for something further along the way than what was submitted. */
const leadsOn = (view: PageView, submitted: Submission): boolean =>
  (holds(view, 'otp') && !wasSubmitted(submitted, 'otp')) ||
  (holds(view, 'password') && !wasSubmitted(submitted, 'password') && !wasSubmitted(submitted, 'otp'));

/** Which of the values the site means. Careful sites do not tell; then it is the most secret one. */
function refusedFields(submitted: Submission, words: string | null): string[] {
  const named = (role: FieldRole): string[] =>
    submitted.fields.filter((field) => field.role === role).map(({ name }) => name);
  if (words !== null && aboutIdentifier(words) && !aboutPassword(words) && named('identifier').length > 0)
    return named('identifier');
  // Behind a password, a code is to blame only where the site says so.
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
  // The form is back without a new word. A site that turned the submit down, or answered it and emptied what was secret, has said no;
  // and so has one that says again what it said to the value before.
  const words = said(after.view);
  const answered = after.status !== null || sessionChanged(before, after);
  const saysNoAgain = after.status !== null && words !== null && soundsRefused(words);
  const saidNo = after.turnedDown || (answered && emptiedSecret(after.view, submitted)) || saysNoAgain;
  const lean = saidNo
    ? ({ kind: 'refused', fields: refusedFields(submitted, null), words } as const)
    : ({ kind: 'input' } as const);
  return { kind: 'unclear', lean };
}

/** The words of a second refusal are often those of the first. */
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
  if (after.passwordShown) return { kind: 'unclear', lean: { kind: 'failed', code: 'element_not_found', words: null } };
  // Nobody is let in by a name alone: what else a page offers that wants a passkey is as far as it goes.
  if (evidence.passkey && !wasSubmitted(submitted, 'password') && !wasSubmitted(submitted, 'otp'))
    return { kind: 'unclear', lean: withoutPasskey(after.view) };
  if (evidence.logout || sessionChanged(before, after)) return { kind: 'authenticated' };
  // Whether a session came of it is proved when it is saved.
  return { kind: 'unclear', lean: { kind: 'authenticated' } };
}

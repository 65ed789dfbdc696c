import { APPENDED } from '../fill/appended-code.js';
import type { FieldRole, PageView, ViewField } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { namesValue, refuses } from './site-words.js';

/** What was submitted. */
export interface Submission {
  readonly fields: readonly {
    readonly name: string;
    readonly role: FieldRole;
    /** Whether the page hides what is typed there. */
    readonly masked: boolean;
  }[];
  /** Whether a one-time code went along, behind the password. */
  readonly appended: boolean;
  /** Shape of the form. */
  readonly signature: string;
  /** Whether a question was answered since. The network is marked anew for that, so it can't tell any more that this was sent. */
  readonly answered?: boolean;
  /** Shapes of the forms without a secret that were sent right before it, one after the other. */
  readonly earlier?: readonly string[];
  /** What the page said before this form was sent for the first time. */
  readonly linesBefore?: ReadonlySet<string>;
}

/** What was sent last, and what stood there before it. */
interface Sent {
  submitted: { readonly before: Observation; readonly submission: Submission } | null;
}

/** Notes that a question was answered since the last submit. */
export function noteAnswer(login: Sent, before: Observation | undefined = login.submitted?.before): void {
  if (login.submitted === null || before === undefined) return;
  login.submitted = { before, submission: { ...login.submitted.submission, answered: true } };
}

export const wasSubmitted = (submitted: Submission, role: FieldRole): boolean =>
  submitted.fields.some((field) => field.role === role);

/** Whether the page asks for such a value as part of a login. A code that a picture shows is none. */
export const holds = (view: PageView, role: FieldRole): boolean =>
  asksForLogin(view) &&
  !(role === 'otp' && view.captcha === 'picture') &&
  (view.best?.fields.some((field) => field.role === role) ?? false);

/** Names of the secrets that went out together. */
export const secretsOf = ({ fields, appended }: Submission): string[] => [
  ...fields.filter(({ role, masked }) => masked || role === 'password' || role === 'otp').map(({ name }) => name),
  ...(appended ? [APPENDED] : []),
];

/** Whether the page asks for a secret of another name, and for nothing of what was submitted: who is turned down is asked for that again. */
export const asksForOtherSecret = (view: PageView, submitted: Submission): boolean => {
  const fields = asksForLogin(view) ? (view.best?.fields ?? []) : [];
  const wasSent = ({ name }: ViewField): boolean => submitted.fields.some((sent) => sent.name === name);
  return fields.some(({ inputType }) => inputType === 'password') && !fields.some(wasSent);
};

/** Whether the form belongs to a later step of the login than what was submitted, as far as its fields say so. */
export const leadsOn = (view: PageView, submitted: Submission): boolean =>
  (holds(view, 'otp') && !wasSubmitted(submitted, 'otp')) ||
  (holds(view, 'password') && !wasSubmitted(submitted, 'password') && !wasSubmitted(submitted, 'otp'));

/**
 * Whether a page asks for the same again: by the form's shape, or by all that was submitted under the labels from before. "Enter your password
 * again" and a second secret in a masked field are other questions.
 */
export function asksTheSame(before: PageView, after: PageView, submitted: Submission): boolean {
  const form = after.best;
  if (form === null || !asksForLogin(after)) return false;
  if (form.signature === submitted.signature) return true;
  const known = before.best?.fields ?? [];
  // Applications use one element for one name after the other.
  const isSecret = secretsOf(submitted).length > 0;
  const isBack = ({ name, role }: Submission['fields'][number]): boolean => {
    const then = known.find((field) => field.name === name);
    return form.fields.some(
      (now) => now.role === role && (then === undefined || looksLike(now, then) || (isSecret && isStill(now, then))),
    );
  };
  return submitted.fields.length > 0 && submitted.fields.every(isBack);
}

/** Whether a page asks for anything of the kind that was sent (a code, a value of its own), or for a name or a password, by which a login begins anew. */
export const asksForSent = ({ best }: PageView, submitted: Submission): boolean =>
  best?.fields.some(({ role }) => role === 'identifier' || role === 'password' || wasSubmitted(submitted, role)) ??
  false;

const looksLike = (one: ViewField, other: ViewField): boolean =>
  one.label === other.label && one.inputType === other.inputType;

/** What the site says over a field without a label is read as one: then its placeholder tells, or that it is the same element. */
const isStill = (one: ViewField, other: ViewField): boolean =>
  !asksByName(one) &&
  one.inputType === other.inputType &&
  (one.ref.pin === other.ref.pin || (one.placeholder !== null && one.placeholder === other.placeholder));

/** Whether the page itself calls the field by what it asks for, and says nothing against what was typed: applications use one element for one thing after the other. */
const asksByName = ({ label, labelled }: ViewField): boolean => labelled && namesValue(label) && !refuses(label);

/** Whether the form of a page is another one than what was submitted: a later step, or one that asks for something else. */
export const asksOther = (before: PageView, after: PageView, submitted: Submission): boolean =>
  leadsOn(after, submitted) || !asksTheSame(before, after, submitted);

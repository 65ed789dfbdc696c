import { native } from '../dom/native.js';
import type { LocalButton, LocalForm } from '../frame-view.js';
import type { FormClass, MfaMethod } from '../view.js';
import { hash } from '../words/text.js';
import { bareForm } from './bare.js';
import { methodOf } from './buttons.js';
import { choiceButton } from './choice-button.js';
import { controlRef } from './field-view.js';
import { asksForValues } from './form-classes.js';
import type { Choice, Control } from './model.js';
import { couldSend, goesOn, leavesLogin } from './press.js';
import type { Scan } from './scan.js';

/** Probability of a choice page: its words and what it offers leave little doubt. */
const CONFIDENCE = 0.9;

/** Several second factors are offered, under words that say so, or as all that can be chosen. A page with "Log out" is not such a choice. */
export function choosesMethod(scan: Scan, forms: LocalForm[], text: string): boolean {
  if (asksForValues(forms)) return false;
  const methods = [...scan.controls, ...radios(scan)]
    .map(({ label }) => methodOf(scan, label))
    .filter((type) => type !== null);
  if (new Set(methods).size < 2) return false;
  const chosen = radios(scan).map(({ label }) => methodOf(scan, label));
  if (isChoice(chosen) && !offersLogout(scan)) return true;
  if (isChoice((scan.pick?.items ?? []).map(({ label }) => methodOf(scan, label))) && !offersLogout(scan)) return true;
  if (scan.headings.some((heading) => scan.says('otp', heading.text) || scan.says('otherMethod', heading.text)))
    return true;
  return scan.says('pickMethod', text) && !offersLogout(scan);
}

/** Whether all that can be chosen is a method. */
const isChoice = (methods: readonly (MfaMethod | null)[]): boolean => methods.length > 1 && !methods.includes(null);

const offersLogout = (scan: Scan): boolean => scan.controls.some(({ label }) => scan.says('logout', label));

/** Several accounts or organisations are offered. */
export function choosesAccount(scan: Scan, forms: LocalForm[]): boolean {
  return !asksForValues(forms) && scan.headings.some(({ text }) => scan.says('pickAccount', text));
}

/** Radio buttons that name second factors, as buttons: pressing one chooses it. */
export function methodRadios(scan: Scan): LocalButton[] {
  return radios(scan)
    .filter(({ label }) => methodOf(scan, label) !== null)
    .map((choice) => choiceButton(scan, choice, { kind: 'mfa_option', mfaType: methodOf(scan, choice.label) }));
}

function radios(scan: Scan): Choice[] {
  return scan.choices.filter(
    ({ element }) => element.type === 'radio' && scan.sight.isVisible(element.labels?.[0] ?? element),
  );
}

/** A page whose question is answered by pressing something, as a form without fields; null when there is no choice. */
export function choiceForm(scan: Scan, buttons: LocalButton[], forms: LocalForm[]): LocalForm | null {
  const kind = kindOfChoice(scan, buttons, forms);
  if (kind === null) return null;
  const options = buttons.filter((button) => button.kind === kind.button);
  const form = radios(scan).find(({ label }) => methodOf(scan, label) !== null)?.element.form ?? null;
  const submit = kind.class === 'method_choice' && form !== null ? sender(scan, form) : undefined;
  return {
    ...bareForm(),
    class: kind.class,
    confidence: CONFIDENCE,
    margin: CONFIDENCE,
    reasons: [kind.reason],
    fields: [],
    submit: submit === undefined ? null : controlRef(scan, submit),
    names: [],
    candidates: options.map(({ label }) => ({ label })),
    signature: hash(options.map(({ label }) => label).join('\n')),
  };
}

/** What sends the form of a choice. Never what leaves it, even if that comes first. */
function sender(scan: Scan, form: HTMLFormElement): Control | undefined {
  const inside = scan.controls.filter(({ element, link }) => !link && native(form, 'contains')(element));
  const rank = ({ submits, label }: Control): number => 2 * Number(submits) + Number(goesOn(scan, label));
  const [best] = inside.filter((control) => couldSend(scan, control)).sort((one, other) => rank(other) - rank(one));
  return best ?? inside.find((control) => control.submits && !leavesLogin(scan, control));
}

/** Whether a form that may be a login asks for a password: then the buttons of providers are not all there is. */
const holdsPassword = (forms: readonly LocalForm[]): boolean =>
  forms.some(
    ({ class: kind, fields }) => kind === 'ambiguous' && fields.some(({ inputType }) => inputType === 'password'),
  );

function kindOfChoice(
  scan: Scan,
  buttons: LocalButton[],
  forms: LocalForm[],
): { class: FormClass; button: LocalButton['kind']; reason: string } | null {
  const offers = (kind: LocalButton['kind']) => buttons.some((button) => button.kind === kind);
  if (asksForValues(forms)) return null;
  if (offers('mfa_option')) return { class: 'method_choice', button: 'mfa_option', reason: 'offersMethods' };
  if (offers('account')) return { class: 'account_choice', button: 'account', reason: 'offersAccounts' };
  const invites = [native(document, 'title'), ...scan.headings.map(({ text }) => text)].some((text) =>
    scan.says('login', text),
  );
  return invites && offers('sso') && !holdsPassword(forms)
    ? { class: 'sso', button: 'sso', reason: 'offersProvidersOnly' }
    : null;
}

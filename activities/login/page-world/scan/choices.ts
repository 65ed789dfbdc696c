import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
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
  return radiosOfMethods(scan).map((choice) =>
    choiceButton(scan, choice, { kind: 'mfa_option', mfaType: methodOf(scan, choice.label) }),
  );
}

/** The same of accounts or organisations, where that is what the page asks for. */
export const accountRadios = (scan: Scan): LocalButton[] =>
  radiosOfAccounts(scan).map((choice) => choiceButton(scan, choice, { kind: 'account', mfaType: null }));

/** Of one alone nobody chooses. */
function radiosOfAccounts(scan: Scan): Choice[] {
  const all = radios(scan).filter(({ label, element }) => label !== '' && !element.disabled);
  return all.length > 1 ? all : [];
}

/** What goes on with the account that was chosen by a radio button. */
export const accountSender = (scan: Scan): Control | undefined => senderOf(scan, radiosOfAccounts(scan));

const radiosOfMethods = (scan: Scan): Choice[] => radios(scan).filter(({ label }) => methodOf(scan, label) !== null);

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
  const submit =
    kind.class === 'method_choice'
      ? senderOf(scan, radiosOfMethods(scan))
      : kind.class === 'account_choice'
        ? accountSender(scan)
        : undefined;
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

/** What goes on with what was chosen: a button of the form, or, where there is none, the first one below in the nearest box that has one. */
function senderOf(scan: Scan, chosen: readonly Choice[]): Control | undefined {
  const last = chosen.at(-1);
  if (last === undefined) return undefined;
  const { form } = last.element;
  if (form !== null) return sender(scan, form);
  const below = scan.controls.filter(
    (control) => !control.link && control.order > last.order && goesOn(scan, control.label) && couldSend(scan, control),
  );
  const box = [...ancestors(last.element)].find((at) => below.some(({ element }) => scan.contains(at, element)));
  return box === undefined ? undefined : below.find(({ element }) => scan.contains(box, element));
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

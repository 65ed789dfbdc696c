import { plain } from '../dom/plain.js';
import { isVisible } from '../dom/visibility.js';
import type { FormClass } from '../view.js';
import { hash } from '../words/text.js';
import { says } from '../words/words.js';
import { methodOf } from './buttons.js';
import { controlRef, refOf } from './field-view.js';
import type { LocalButton, LocalForm } from './frame-view.js';
import type { Choice, Collected } from './model.js';

const ASKING: ReadonlySet<FormClass> = new Set(['login', 'identifier', 'password', 'otp']);
/** A page that asks which way to go is recognised by its words and by what it offers; there's little to doubt then. */
const CONFIDENCE = 0.9;

/** Whether something on the page still wants to be typed; then what else it offers are ways out, not the question. */
export function asksForValues(forms: LocalForm[]): boolean {
  return forms.some((form) => ASKING.has(form.class));
}

/** Several second factors are offered, under words that say so. Who can log out has no choice to make any more. */
export function choosesMethod(page: Collected, forms: LocalForm[], text: string): boolean {
  if (asksForValues(forms)) return false;
  const methods = [...page.controls, ...radios(page)]
    .map(({ label }) => methodOf(label))
    .filter((type) => type !== null);
  if (new Set(methods).size < 2) return false;
  if (page.headings.some((heading) => says('otp', heading.text) || says('otherMethod', heading.text))) return true;
  return says('pickMethod', text) && !page.controls.some(({ label }) => says('logout', label));
}

/** Several accounts or organisations are offered. */
export function choosesAccount(page: Collected, forms: LocalForm[]): boolean {
  return !asksForValues(forms) && page.headings.some(({ text }) => says('pickAccount', text));
}

/** Radio buttons that name second factors, as buttons: pressing one chooses it. */
export function methodRadios(page: Collected): LocalButton[] {
  return radios(page)
    .filter(({ label }) => methodOf(label) !== null)
    .map(({ element, label }) => ({
      // Where only the label is drawn, it is what can be pressed.
      ref: refOf(isVisible(element) ? element : (element.labels?.[0] ?? element), label),
      label,
      kind: 'mfa_option',
      provider: null,
      mfaType: methodOf(label),
      cookies: null,
    }));
}

function radios(page: Collected): Choice[] {
  return page.choices.filter(({ element }) => element.type === 'radio' && isVisible(element.labels?.[0] ?? element));
}

/** A page whose question is answered by a press, as a form without fields; null where nothing is to choose. */
export function choiceForm(page: Collected, buttons: LocalButton[], forms: LocalForm[]): LocalForm | null {
  const kind = kindOfChoice(page, buttons, forms);
  if (kind === null) return null;
  const options = buttons.filter((button) => button.kind === kind.button);
  const form = radios(page).find(({ label }) => methodOf(label) !== null)?.element.form ?? null;
  const submit =
    kind.class === 'method_choice' && form !== null
      ? page.controls.find(({ element, link }) => !link && plain(form, 'contains')(element))
      : undefined;
  return {
    source: 'page',
    class: kind.class,
    confidence: CONFIDENCE,
    margin: CONFIDENCE,
    reasons: [kind.reason],
    fields: [],
    submit: submit === undefined ? null : controlRef(submit),
    remember: null,
    action: null,
    method: null,
    names: [],
    candidates: options.map(({ label }) => ({ label })),
    signature: hash(options.map(({ label }) => label).join('\n')),
    rank: 0,
  };
}

function kindOfChoice(
  page: Collected,
  buttons: LocalButton[],
  forms: LocalForm[],
): { class: FormClass; button: LocalButton['kind']; reason: string } | null {
  const offers = (kind: LocalButton['kind']) => buttons.some((button) => button.kind === kind);
  if (asksForValues(forms)) return null;
  if (offers('mfa_option')) return { class: 'method_choice', button: 'mfa_option', reason: 'offersMethods' };
  if (offers('account')) return { class: 'account_choice', button: 'account', reason: 'offersAccounts' };
  const invites = [plain(document, 'title'), ...page.headings.map(({ text }) => text)].some((text) =>
    says('login', text),
  );
  return invites && offers('sso') ? { class: 'sso', button: 'sso', reason: 'offersProvidersOnly' } : null;
}

import type { LocalForm } from '../frame-view.js';
import type { FormClass } from '../view.js';

/** What forms of each class want typed. */
const ASKS: Readonly<Record<FormClass, 'secret' | 'name' | 'nothing'>> = {
  login: 'secret',
  password: 'secret',
  otp: 'secret',
  identifier: 'name',
  method_choice: 'nothing',
  account_choice: 'nothing',
  sso: 'nothing',
  // What these ask for is not part of a login.
  signup: 'nothing',
  recovery: 'nothing',
  change_password: 'nothing',
  newsletter: 'nothing',
  search: 'nothing',
  other: 'nothing',
  none: 'nothing',
  ambiguous: 'nothing',
};

/** Of forms that a login begins with. */
export const LOGINS: ReadonlySet<FormClass> = new Set(['login', 'identifier', 'password']);

/** Whether the page still asks for something to be typed. Then its other offers are alternatives, not the question. */
export const asksForValues = (forms: readonly LocalForm[]): boolean =>
  forms.some((form) => ASKS[form.class] !== 'nothing');

/** What many pages have in their head or foot: it is nothing that the page asks. */
const BESIDE: ReadonlySet<FormClass> = new Set(['search', 'newsletter']);

/** Whether the page asks for anything to be typed, whatever that is for. */
export const asksForAnything = (forms: readonly LocalForm[]): boolean =>
  forms.some(({ class: of, fields }) => fields.length > 0 && !BESIDE.has(of));

/** Whether the page still asks for a password or a code. */
export const asksForSecrets = (forms: readonly LocalForm[]): boolean =>
  forms.some((form) => ASKS[form.class] === 'secret');

/** Whether a form of the class may be a step of a login. */
export const isStepOfLogin = (name: FormClass): boolean =>
  ASKS[name] !== 'nothing' || name === 'ambiguous' || name.endsWith('_choice') || name === 'sso';

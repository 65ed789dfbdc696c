import type { FormClass } from '../page-world/view.js';

/**
 * What a class of forms is to a login: `first` asks for what a person knows of themselves, a name or a password; `step` is any other
 * part of a login; about `unclear` ones only a person can say; the rest has nothing to do with it.
 */
const CLASSES: Readonly<Record<FormClass, 'first' | 'step' | 'unclear' | 'none'>> = {
  login: 'first',
  identifier: 'first',
  password: 'first',
  otp: 'step',
  method_choice: 'step',
  account_choice: 'step',
  sso: 'step',
  ambiguous: 'unclear',
  signup: 'none',
  recovery: 'none',
  change_password: 'none',
  newsletter: 'none',
  search: 'none',
  other: 'none',
  none: 'none',
};

/** Whether a login is made of such forms. */
export const isStep = (name: FormClass): boolean => CLASSES[name] === 'step' || isFirstStep(name);

/** Whether it asks for a name or a password. */
export const isFirstStep = (name: FormClass): boolean => CLASSES[name] === 'first';

/** Whether a person can be needed to say that it is a step of a login. */
export const isUnclear = (name: FormClass): boolean => CLASSES[name] === 'unclear';

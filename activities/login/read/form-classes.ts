import type { FormClass } from '../page-world/view.js';

/** What a class of forms is to a login. */
interface Traits {
  /** A login is made of such forms; everything else on a page is none of its business. */
  readonly isStep?: true;
  /** Somebody could log in with it, so that it may be the best form of a page. */
  readonly mayBeBest?: true;
  /** A page can show several, for different people. */
  readonly shownTwice?: true;
  /** A login may begin with it: of several, the one that a login filled before is the one. */
  readonly mayBeLearned?: true;
}

/** Every class has its line: a new one does not compile without. */
const TRAITS: Readonly<Record<FormClass, Traits>> = {
  login: { isStep: true, mayBeBest: true, shownTwice: true, mayBeLearned: true },
  identifier: { isStep: true, mayBeBest: true, shownTwice: true, mayBeLearned: true },
  password: { isStep: true, mayBeBest: true, mayBeLearned: true },
  otp: { isStep: true, mayBeBest: true },
  method_choice: { isStep: true, mayBeBest: true },
  account_choice: { isStep: true, mayBeBest: true },
  sso: { isStep: true, mayBeBest: true },
  // It has the parts of a login; whether it is one is open.
  ambiguous: { mayBeBest: true, shownTwice: true, mayBeLearned: true },
  signup: {},
  recovery: {},
  change_password: {},
  newsletter: {},
  search: {},
  other: {},
  none: {},
};

const having =
  (trait: keyof Traits) =>
  (form: { readonly class: FormClass }): boolean =>
    TRAITS[form.class][trait] === true;

export const isLoginStep = having('isStep');
export const mayBeBest = having('mayBeBest');
export const isShownTwice = having('shownTwice');
export const mayBeLearned = having('mayBeLearned');

/** Types that are used inside the page only. `frame-view.ts` has those that leave it. */

/** A list that has a first one. */
export type NonEmpty<T> = readonly [T, ...T[]];

export const isNonEmpty = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0;

/** What one field asks for. */
export type Purpose =
  | 'password'
  | 'newPassword'
  | 'confirmPassword'
  | 'currentPassword'
  | 'username'
  | 'email'
  | 'phone'
  | 'otp'
  | 'code'
  | 'pin'
  | 'secret'
  | 'answer'
  | 'card'
  | 'ssn'
  | 'captcha'
  | 'coupon'
  | 'search'
  | 'firstName'
  | 'lastName'
  | 'fullName'
  | 'address'
  | 'postal'
  | 'place'
  | 'birth'
  | 'gender'
  | 'message'
  | 'company'
  | 'branch'
  | 'text';

export type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface Field {
  element: FieldElement;
  /** Position among all elements of the page, in composed order. */
  order: number;
  /** `type` of an input, else `select` or `textarea`. */
  type: string;
  label: string;
  /** Whether the page says that it is the field's; else it only stands where a label would. */
  labelled: boolean;
  placeholder: string;
  /** Name, id and the like: what only developers see. */
  developer: string;
  autocomplete: string;
  visible: boolean;
  editable: boolean;
  purpose: Purpose;
}

export interface Control {
  element: HTMLElement;
  order: number;
  label: string;
  developer: string;
  /** Submits the form it's in, as far as markup can tell. */
  submits: boolean;
  link: boolean;
  href: string;
  disabled: boolean;
}

export interface Heading {
  element: Element;
  order: number;
  text: string;
  level: number;
}

/** A box or radio button. */
export interface Choice {
  element: HTMLInputElement;
  order: number;
  label: string;
  developer: string;
}

/** Fields that ask for single characters of the password, or for a PIN in boxes. */
export interface Characters {
  /** A box for each, or one for all. */
  readonly fields: readonly Field[];
  /** Which ones, from 1, the last one as -1; null for all of a PIN. */
  readonly positions: readonly number[] | null;
  /** What the page says about it. */
  readonly prompt: string;
}

/** Fields and controls that belong together: a form, or what looks like one. */
export interface Group {
  /** Smallest element that holds the group. */
  container: Element;
  form: HTMLFormElement | null;
  fields: NonEmpty<Field>;
  controls: Control[];
  choices: Choice[];
  /** Where not the whole password is asked for. */
  characters: Characters | null;
}

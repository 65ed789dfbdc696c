/** What the steps inside the page hand to each other. Nothing of this leaves the page: see `frame-view.ts` for that. */

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
  | 'text';

export type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface Field {
  element: FieldElement;
  /** Position among all elements of the page, in composed order. */
  order: number;
  /** `type` of an input, else `select` or `textarea`. */
  type: string;
  label: string;
  placeholder: string;
  /** Name, id and the like: what only developers see. */
  developer: string;
  autocomplete: string;
  visible: boolean;
  editable: boolean;
  purpose: Purpose;
  /** How sure the purpose is: the points it won by. */
  certainty: number;
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

/** Everything of a document that later steps look at, collected in one walk. */
export interface Collected {
  fields: Field[];
  controls: Control[];
  headings: Heading[];
  choices: Choice[];
  /** Order of every element. */
  orderOf: Map<Element, number>;
  /** Last order number inside an element's subtree. */
  endOf: Map<Element, number>;
}

/** A box or radio button. */
export interface Choice {
  element: HTMLInputElement;
  order: number;
  label: string;
  developer: string;
}

/** Fields and controls that belong together: a form, or what looks like one. */
export interface Group {
  /** Smallest element that holds the group. */
  container: Element;
  form: HTMLFormElement | null;
  fields: Field[];
  controls: Control[];
  choices: Choice[];
}

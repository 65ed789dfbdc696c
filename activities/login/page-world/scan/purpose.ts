import { type Named, names, says, saysOnly } from '../words/words.js';
import { picksFromList } from './kinds.js';
import type { FieldElement, Purpose } from './model.js';

/** Which words speak for which purpose. Where two are equally likely, the first one wins. */
const WORDS: [Purpose, Named][] = [
  ['confirmPassword', 'confirmPassword'],
  ['currentPassword', 'currentPassword'],
  ['newPassword', 'newPassword'],
  ['password', 'password'],
  ['search', 'searchField'],
  ['captcha', 'captcha'],
  ['coupon', 'coupon'],
  ['card', 'card'],
  ['ssn', 'ssn'],
  ['otp', 'otp'],
  ['otp', 'backupCode'],
  ['email', 'email'],
  ['username', 'username'],
  ['phone', 'phone'],
  ['postal', 'postal'],
  ['birth', 'birth'],
  ['firstName', 'firstName'],
  ['lastName', 'lastName'],
  ['address', 'address'],
  ['place', 'place'],
  ['gender', 'gender'],
  ['company', 'company'],
  ['message', 'message'],
  ['fullName', 'fullName'],
];

const SECRET: ReadonlySet<Purpose> = new Set(['password', 'newPassword', 'confirmPassword', 'currentPassword']);
const KINDS_OF_PASSWORD: readonly Purpose[] = ['confirmPassword', 'currentPassword', 'newPassword'];
/** What browsers mask is one of these, whatever the words around it say. */
const MASKABLE: ReadonlySet<Purpose> = new Set([...SECRET, 'otp', 'card', 'ssn', 'captcha']);

/** `autocomplete` tokens of the HTML standard, as far as they decide a purpose here. */
const AUTOCOMPLETE: Record<string, Purpose> = {
  username: 'username',
  email: 'email',
  tel: 'phone',
  'tel-national': 'phone',
  'current-password': 'password',
  'new-password': 'newPassword',
  'one-time-code': 'otp',
  name: 'fullName',
  'given-name': 'firstName',
  'additional-name': 'firstName',
  'family-name': 'lastName',
  organization: 'company',
  'street-address': 'address',
  'address-line1': 'address',
  'address-line2': 'address',
  'postal-code': 'postal',
  'address-level1': 'place',
  'address-level2': 'place',
  country: 'place',
  'country-name': 'place',
  bday: 'birth',
  sex: 'gender',
};

/** What a name is called. */
const NAME_WORDS: readonly Named[] = ['username', 'email', 'phone'];

const POINTS = { autocomplete: 6, label: 4, placeholder: 3, name: 3, type: 3, code: 1.5 };
/** A longer match says more: "confirm password" is not just a "password". */
const SPECIFIC: Partial<Record<Purpose, number>> = {
  confirmPassword: 1.5,
  currentPassword: 1.5,
  newPassword: 1.5,
  otp: 0.5,
};

export interface FieldTexts {
  label: string;
  placeholder: string;
  developer: string;
  autocomplete: string;
}

/** Decides what a field asks for, from what its author and its label say of it. */
export function purposeOf(element: FieldElement, texts: FieldTexts): { purpose: Purpose; certainty: number } {
  const type = element instanceof HTMLInputElement ? element.type : '';
  const points = new Map<Purpose, number>();
  const add = (purpose: Purpose, amount: number) => points.set(purpose, (points.get(purpose) ?? 0) + amount);

  const seen = `${texts.label} · ${texts.placeholder}`;
  // "Enter the code that your device shows": whoever wrote `user_code` meant whose code it is, not a user name.
  const asksForCode = says('code', seen) && !NAME_WORDS.some((concept) => says(concept, seen));
  for (const [purpose, concept] of WORDS) {
    if (asksForCode && NAME_WORDS.includes(concept)) continue;
    let sum = 0;
    if (says(concept, texts.label)) sum += POINTS.label;
    if (says(concept, texts.placeholder)) sum += POINTS.placeholder;
    if (names(concept, texts.developer)) sum += POINTS.name;
    if (sum > 0) add(purpose, sum * (SPECIFIC[purpose] ?? 1));
  }
  const declared = AUTOCOMPLETE[texts.autocomplete] ?? (texts.autocomplete.startsWith('cc-') ? 'card' : undefined);
  // `new-password` is also what authors write to keep browsers from filling, so for words it's no match.
  if (declared !== undefined && !(SECRET.has(declared) && type !== 'password')) add(declared, POINTS.autocomplete);
  // "Code" with another word is a postal code or a voucher as often.
  if (type !== 'password' && saysOnly('code', texts.label || texts.placeholder)) add('otp', POINTS.type);
  // A code of some other kind: for recovery, from a device. Any nearer name of it wins.
  if (says('code', texts.label || texts.placeholder)) add('code', POINTS.code);
  if (type === 'email') add('email', POINTS.type);
  if (type === 'tel') add('phone', POINTS.type - 1);
  if (type === 'search') add('search', POINTS.autocomplete);
  if (type === 'password') add('password', POINTS.type);

  // "New password" says "password" too: the more specific reading has all the points of the general one.
  for (const kind of KINDS_OF_PASSWORD) {
    const own = points.get(kind);
    if (own !== undefined) points.set(kind, own + (points.get('password') ?? 0));
  }
  let best: Purpose = type === 'password' ? 'password' : 'text';
  let most = 0;
  for (const [purpose, sum] of points) {
    if (!suits(purpose, element, type)) continue;
    if (sum > most) [best, most] = [purpose, sum];
  }
  return { purpose: best, certainty: most };
}

function suits(purpose: Purpose, element: FieldElement, type: string): boolean {
  if (type === 'password') return MASKABLE.has(purpose);
  if (SECRET.has(purpose)) return false;
  if (element instanceof HTMLSelectElement) return purpose !== 'email' && purpose !== 'otp' && purpose !== 'search';
  if (element instanceof HTMLTextAreaElement) return purpose === 'message' || purpose === 'address';
  return purpose !== 'otp' || !(type === 'email' || picksFromList(element));
}

import { picksFromList } from '../dom/combobox.js';
import { native } from '../dom/native.js';
import { fold } from '../words/text.js';
import { isName, isPersonal, isTyped } from './kinds.js';
import type { Field, Purpose } from './model.js';
import type { Scan } from './scan.js';

/** Never somebody's login name, even where it is the only field. */
const NEVER: ReadonlySet<Purpose> = new Set(['captcha', 'coupon', 'otp', 'message', 'answer', 'secret']);
/** What identifies a person only together with a name or a number. */
const BESIDE: ReadonlySet<Purpose> = new Set(['company', 'branch', 'fullName']);
const NUMBERS: ReadonlySet<Purpose> = new Set(['card', 'ssn']);
/** From here on a field is a name by what it says; below, it may be something else as well. */
const SURE = 5;
/** Compounds of the languages that write them in one word. */
const COMPOUND = /\p{L}(?:nummer|numero|nr)$/u;

/**
 * The field of the login name, by all that speaks for it, what a person reads first. One that stands alone before the password is it, whatever it is
 * called; of several that nothing tells apart none is, so that each is asked for by its label.
 */
export function nameOf(
  scan: Scan,
  fields: readonly Field[],
  password: Field | null,
  otp: readonly Field[],
): Field | null {
  const possible = fields.filter((field) => mayBeName(field) && !NEVER.has(field.purpose) && !otp.includes(field));
  if (password === null) return stepName(scan, possible);
  const before = possible.filter((field) => field.order < password.order);
  const after = possible.filter((field) => field.order > password.order);
  const late = after.find(isDeclared) ?? after.find(isName) ?? null;
  return likeliest(scan, before) ?? late;
}

/** The name on a page without a password. */
const stepName = (scan: Scan, possible: readonly Field[]): Field | null =>
  possible.find(isDeclared) ??
  possible.find((field) => isName(field) && !isReachedAt(field)) ??
  // Beside the number of a person, that of a telephone is where a code goes.
  (possible.some(isReachedAt) ? possible.find((field) => isNumber(scan, field) && !isName(field)) : undefined) ??
  possible.find(isName) ??
  possible.find((field) => field.purpose === 'text' && isTyped(field)) ??
  possible.find((field) => isNumber(scan, field)) ??
  null;

/** Whether somebody can be called there. */
export const isReachedAt = ({ purpose }: Field): boolean => purpose === 'phone';

const isDeclared = ({ autocomplete }: Field): boolean => autocomplete === 'username';

/** What can hold a name: a line of text, masked or not, or a list that a person picks theirs from. */
function mayBeName(field: Field): boolean {
  if (isTyped(field) || field.type === 'search') return true;
  if (field.type === 'password') return isName(field) || NUMBERS.has(field.purpose);
  return field.type === 'select' && (isName(field) || isDeclared(field));
}

function likeliest(scan: Scan, before: readonly Field[]): Field | null {
  const ranks = before.map((field) => rankOf(scan, field));
  const most = Math.max(...ranks, 0);
  const best = before.filter((_, index) => ranks[index] === most);
  // "Worker" to pick and "Number of the till" to type: who somebody is may be either.
  if (most < SURE && before.some((field) => isUnnamedList(field) && !best.includes(field))) return null;
  return best.length === 1 || most >= SURE ? (best.at(-1) ?? null) : null;
}

/** A list that is searched by typing, for nobody knows what. */
export const isOpenChoice = (field: Field): boolean => picksFromList(field.element) && isUnnamedList(field);

/** The same, also where the browser shows what the page suggests. */
const isUnnamedList = ({ element, purpose, label }: Field): boolean =>
  (picksFromList(element) || native(element, 'hasAttribute')('list')) && purpose === 'text' && label !== '';

function rankOf(scan: Scan, field: Field): number {
  const { purpose, type } = field;
  const isBeside = isPersonal(field) || BESIDE.has(purpose);
  if (purpose === 'username' && !isNumber(scan, field)) return SURE + plainness(scan, field);
  if (isName(field)) return SURE;
  if (isBeside) return 1;
  // What is picked from a list is seldom who somebody is.
  if (picksFromList(field.element) && !isDeclared(field)) return 1;
  if (isDeclared(field)) return SURE + 1;
  if (isNumber(scan, field)) return 4;
  if (type === 'search' || purpose === 'search') return 0.5;
  return purpose === 'text' && (field.label !== '' || field.placeholder !== '') ? 3 : 2;
}

/** Of several names of accounts, the one that says nothing else, and hides nothing. */
function plainness(scan: Scan, { type, label, placeholder }: Field): number {
  if (type === 'password') return 0.5;
  return scan.saysOnly('username', label || placeholder) ? 2 : 1;
}

/** A number by which somebody is known: of a card, a customer, a taxpayer. */
const isNumber = (scan: Scan, { purpose, label, placeholder }: Field): boolean =>
  NUMBERS.has(purpose) || saysNumber(scan, label || placeholder);

/** Whether a label asks for a number of some kind. */
export const saysNumber = (scan: Scan, words: string): boolean =>
  scan.says('number', words) ||
  fold(words)
    .split(/[^\p{L}]+/u)
    .some((word) => COMPOUND.test(word));

/** The number of a card or a taxpayer, asked for alone, is who somebody is. */
export function settleNumber(fields: readonly Field[]): void {
  const typed = fields.filter((field) => mayBeName(field));
  const [only] = typed;
  const isAlone = typed.length === 1 && fields.every((field) => field === only || field.type === 'password');
  if (only === undefined || !isAlone || !NUMBERS.has(only.purpose)) return;
  // Without a password beside it, a hidden number is a secret.
  only.purpose = only.type === 'password' && fields.length === 1 ? 'secret' : 'username';
}

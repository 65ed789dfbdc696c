import { typeOf } from '../dom/awake.js';
import { picksFromList } from '../dom/combobox.js';
import { native } from '../dom/native.js';
import { composedParent } from '../dom/tree.js';
import type { Named } from '../words/words.js';
import type { FieldTexts } from './label.js';
import { saysNumber } from './login-name.js';
import { ALTERNATIVE, isLongQuestion, isQuestion, maskedPurpose } from './masked.js';
import type { FieldElement, Purpose } from './model.js';
import { type Candidate, type Place, PURPOSES, type Rule } from './purposes.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

const POINTS = { declared: 6, label: 4, placeholder: 3, developer: 3, onlyCode: 3, code: 1.5, question: 1 };
/** Canonical names of the kinds of login names. */
const NAME_WORDS: readonly Named[] = ['username', 'email', 'phone'];

/** No number of a phone fits into fewer characters. */
const SHORTEST_PHONE = 6;

/** Lists of words for it name phones as well. */
const SMS = /(?:^|\P{L})(?:sms|смс)(?:$|\P{L})/iu;
const RULES = Object.entries(PURPOSES) as [Candidate, Rule][];

/**
 * Decides what a field asks for, by its markup and its label. Between two equally likely purposes, words take precedence over
 * `autocomplete`, and that over the type of the field; then the order of the table decides.
 */
export function purposeOf(scan: Scan, element: FieldElement, texts: FieldTexts): Purpose {
  const type = element instanceof HTMLInputElement ? typeOf(element) : '';
  const masked = type === 'password' ? maskedPurpose(scan, texts) : null;
  if (masked !== null) return masked;
  const words = texts.label || texts.placeholder;
  const isSearch = isInSearchBox(element, texts);
  // "What are you looking for?" in the head of a site is no question of a login.
  const mayAsk = isQuestion(words) && !isFramed(element);
  const isLong = mayAsk && !isSearch && type !== 'password' && isLongQuestion(words);
  if (isLong && !NAME_WORDS.some((word) => scan.says(word, words))) return 'answer';
  const points = new Map<Candidate, number>();
  const add = (purpose: Candidate, amount: number) => {
    if (amount > 0) points.set(purpose, (points.get(purpose) ?? 0) + amount);
  };
  const isSent = type !== 'password' && type !== 'email' && saysWhereFrom(scan, texts);
  const misleading = isSent || asksForCode(scan, texts) ? NAME_WORDS : [];
  for (const [purpose, rule] of RULES)
    if (purpose !== 'search' || !isFound(scan, texts)) add(purpose, pointsForWords(scan, rule, texts, misleading));
  for (const [purpose, rule] of RULES) if (isDeclared(rule, texts.autocomplete)) add(purpose, POINTS.declared);
  // "Code" with another word is a postal code or a voucher as often.
  if (type !== 'password' && scan.saysOnly('code', words)) add('otp', POINTS.onlyCode);
  if (isSent) add('otp', POINTS.label);
  // Any more specific purpose wins.
  if (scan.says('code', words)) add('code', POINTS.code);
  if (mayAsk) add('answer', POINTS.question);
  const kind = isShortNumber(element, type) || isOtherNumber(scan, type, texts) ? '' : type;
  for (const [purpose, { types }] of RULES) add(purpose, types?.[kind] ?? 0);
  // "New password" says "password" too: the more specific reading has all the points of the general one.
  for (const [purpose, { includes }] of RULES)
    if (includes !== undefined && points.has(purpose)) add(purpose, points.get(includes) ?? 0);
  const best = bestIn(points, placeOf(element, type));
  return isSearch && (best === 'text' || best === 'answer') ? 'search' : best;
}

const SEARCH_BOX = /(?:^|[-_\s])search|[a-z]Search/;
/** How far up the box of a search stands around its field. */
const BOX_REACH = 4;

/** A field that no label names, in a box of its own that is called a search: its placeholder may say anything ("Artist, venue"). */
function isInSearchBox(element: FieldElement, { label, placeholder }: FieldTexts): boolean {
  if (label !== '' && label !== placeholder) return false;
  let at: Element | null = element;
  for (let level = 0; level < BOX_REACH && at !== null; level += 1, at = composedParent(at)) {
    if (native(at, 'querySelectorAll')('input:not([type=hidden]), select, textarea').length > 1) return false;
    if (native(at, 'matches')('[role=search], search')) return true;
    if (SEARCH_BOX.test(`${native(at, 'getAttribute')('class') ?? ''} ${native(at, 'id')}`)) return true;
  }
  return false;
}

/** A day, a year, a branch: `type=tel` brings up the digits of a phone's keyboard, whatever they are of. */
const isShortNumber = (element: FieldElement, type: string): boolean =>
  type === 'tel' && element instanceof HTMLInputElement && element.maxLength >= 0 && element.maxLength < SHORTEST_PHONE;

/** "Membership number": so many digits are typed as easily, and nobody can be called there. */
function isOtherNumber(scan: Scan, type: string, { label, placeholder, developer }: FieldTexts): boolean {
  const words = label || placeholder;
  const isPhone = scan.says('phone', words) || scan.names('phone', developer);
  return type === 'tel' && !isPhone && saysNumber(scan, words);
}

/** "Company: [type to search]": the label says what is looked for, so the field does not search the site. */
const isFound = (scan: Scan, { label, placeholder }: FieldTexts): boolean =>
  label !== '' && label !== placeholder && !scan.says('searchField', label);

/** "Enter the code that your device shows": a field named `user_code` asks for the user's code, not for a user name. */
function asksForCode(scan: Scan, { label, placeholder }: FieldTexts): boolean {
  const seen = `${label} · ${placeholder}`;
  return scan.says('code', seen) && !NAME_WORDS.some((word) => scan.says(word, seen));
}

/** "Code from the e-mail", "Code of your authenticator app": where the label says where a code comes from, that is none of a name. */
function saysWhereFrom(scan: Scan, { label, placeholder }: FieldTexts): boolean {
  const words = label || placeholder;
  if (!scan.says('code', words) || scan.says('username', words) || ALTERNATIVE.test(words)) return false;
  return (
    SMS.test(words) || (['totp', 'sent', 'emailCode', 'email'] as const).some((concept) => scan.says(concept, words))
  );
}

function pointsForWords(scan: Scan, rule: Rule, texts: FieldTexts, misleading: readonly Named[]): number {
  let sum = 0;
  for (const word of rule.words ?? []) {
    if (misleading.includes(word)) continue;
    if (scan.says(word, texts.label)) sum += POINTS.label;
    if (scan.says(word, texts.placeholder)) sum += POINTS.placeholder;
    if (scan.names(word, texts.developer)) sum += POINTS.developer;
  }
  return sum * (rule.factor ?? 1);
}

const isDeclared = ({ declared = [] }: Rule, autocomplete: string): boolean =>
  declared.some((token) =>
    token.endsWith('*') ? autocomplete.startsWith(token.slice(0, -1)) : autocomplete === token,
  );

function placeOf(element: FieldElement, type: string): Place {
  if (type === 'password') return 'masked';
  if (element instanceof HTMLSelectElement) return 'select';
  if (element instanceof HTMLTextAreaElement) return 'textarea';
  return type === 'email' || picksFromList(element) ? 'narrow' : 'line';
}

function bestIn(points: ReadonlyMap<Candidate, number>, place: Place): Purpose {
  let best: Purpose = place === 'masked' ? 'password' : 'text';
  let most = 0;
  for (const [purpose, sum] of points) {
    if (sum > most && PURPOSES[purpose].places.includes(place)) [best, most] = [purpose, sum];
  }
  return best;
}

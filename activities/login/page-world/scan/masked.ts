import { fold } from '../words/text.js';
import type { Concept } from '../words/words.js';
import type { FieldTexts } from './label.js';
import type { Field, Group, Purpose } from './model.js';
import type { Scan } from './scan.js';

/** What a masked field can ask for by its label, besides secrets, in the order in which it counts. */
const PLAIN: readonly (readonly [Concept, Purpose])[] = [
  ['email', 'email'],
  ['username', 'username'],
  ['phone', 'phone'],
  ['captcha', 'captcha'],
  ['card', 'card'],
  ['ssn', 'ssn'],
  ['birth', 'birth'],
  ['company', 'company'],
  ['branch', 'branch'],
  ['postal', 'postal'],
  ['lastName', 'lastName'],
  ['firstName', 'firstName'],
  ['number', 'card'],
];
const PASSCODE = /passcode|パスコード/;
/** "E-mail or customer code" */
export const ALTERNATIVE =
  /[/|·•]|\s(?:or|oder|ou|o|eller|of|lub|albo|nebo|alebo|vagy|sau|tai|veya|ya da|atau|hoặc|ili|ali|arba|ar|vai|või|ose|eða|edo|neu|या|или|або|ή|או|أو|یا)\s|または|又は|或|또는|หรือ/iu;

/** "Password and code" */
const JOINED = /[+&]|\s(?:and|und|et|y|e|og|och|en|i|a|ve|și|şi|ja|dan|và|и|і|та|και)\s|\sو|と|和|및/iu;

const IN_BRACKETS = /[([（][^)\]）]*[)\]）]/gu;

const TOKEN = /token|jeton|gettone|токен|トークン|토큰|令牌/iu;
const QUESTION = /[?？؟]\s*[*:]?$/;

/** Several words with a question mark at their end. */
export const isQuestion = (words: string): boolean =>
  QUESTION.test(words) && /\p{L}\s*\P{L}+\s*\p{L}|\p{Script=Han}|\p{Script=Hiragana}/u.test(words);

/** A question that only an answer fits; "Your name?" is a label. */
export const isLongQuestion = (words: string): boolean =>
  isQuestion(words) && (words.split(/\s+/).length > 4 || /[\p{Script=Han}\p{Script=Hiragana}]{6,}/u.test(words));

/**
 * What a masked field asks for where its label says that it is no password: that a field hides what is typed does not make it one. Null where the
 * label says nothing else.
 */
export function maskedPurpose(scan: Scan, texts: FieldTexts): Purpose | null {
  const { label, placeholder, developer } = texts;
  const words = label || placeholder;
  if (words === '') return namePurpose(scan, developer);
  if (scan.says('oneTimePassword', words) && !scan.says('append', words)) return 'otp';
  if (scan.says('otherSecret', words) && !offersPassword(scan, words)) return 'secret';
  const isPasscode = PASSCODE.test(fold(words)) && !/password/i.test(words);
  if (scan.says('totp', words) && (isPasscode || !scan.says('password', words))) return 'otp';
  if (isPasscode) return 'pin';
  if (isMomentary(scan, words)) return 'otp';
  if (scan.says('password', words)) return isCodeElsewhere(scan, words) ? 'otp' : null;
  if (isQuestion(words) || scan.says('answer', words)) return 'answer';
  if (scan.says('pin', words)) return 'pin';
  if (scan.says('otp', words)) return 'otp';
  // "Account: ana" in front of a password tells whose it is.
  const plain = isOnlyNear(scan, texts) ? undefined : PLAIN.find(([concept]) => scan.says(concept, words))?.[1];
  return plain ?? (scan.says('code', words) && !isCodeForPassword(scan, texts) ? 'secret' : null);
}

/** A word for a password in one language is one for a code in another ("رمز"): the rest of the label says which. */
function isCodeElsewhere(scan: Scan, words: string): boolean {
  const named = words.split(/[^\p{L}\p{M}]+/u).filter((word) => scan.says('password', word));
  return named.length > 0 && named.every((word) => scan.says('code', word)) && scan.says('otp', words);
}

/** "SMS password": what a word for a password is said with makes it one that is good for a moment. */
const isMomentary = (scan: Scan, words: string): boolean => {
  const label = asOne(scan, words);
  return label !== null && scan.says('password', label) && scan.says('momentary', label);
};

/** "Fund password": words for a password with others that say of what, and nothing that says whose it is or that it is wanted again. */
export function saysOfWhat(scan: Scan, words: string): boolean {
  const label = asOne(scan, words);
  if (label === null || !scan.says('password', label) || scan.saysOnly('password', label)) return false;
  return !(['ownPassword', 'confirmPassword', 'currentPassword'] as const).some((one) => scan.says(one, label));
}

/** A label that names one value, without what stands in brackets, which only explains; null for one that names several. */
function asOne(scan: Scan, words: string): string | null {
  const label = words.replace(IN_BRACKETS, ' ');
  return ALTERNATIVE.test(label) || JOINED.test(label) || scan.says('append', label) ? null : label;
}

/** "Secret phrase / password" takes the one as well as the other. */
export const offersPassword = (scan: Scan, words: string): boolean =>
  words.split(ALTERNATIVE).some((part) => scan.saysOnly('password', part));

/** "Access code" over a field that its author calls a password. A token is none. */
const isCodeForPassword = (scan: Scan, { label, placeholder, developer, autocomplete }: FieldTexts): boolean =>
  (autocomplete === 'current-password' || scan.names('password', developer)) && !TOKEN.test(label || placeholder);

/** Whether the words only stand before the field, and it says by itself that it is for a password. */
const isOnlyNear = (scan: Scan, { labelled, placeholder, developer, autocomplete }: FieldTexts): boolean =>
  !labelled &&
  (scan.says('password', placeholder) || autocomplete === 'current-password' || scan.names('password', developer));

/** A name by what developers call it, where there is nothing to read. */
const namePurpose = (scan: Scan, developer: string): Purpose | null =>
  scan.names('password', developer)
    ? null
    : ((['email', 'username'] as const).find((word) => scan.names(word, developer)) ?? null);

const PASSWORDS: ReadonlySet<Purpose> = new Set(['password', 'currentPassword', 'newPassword']);

/**
 * A PIN is the password of a form without any other, unless the page asks for a code; beside a password it is a secret of its own. So are fields that are too
 * short for a password, and not beside a name: a page behind the password asks for a PIN or for numbers of a card so, in whatever words.
 */
export function settlePins(scan: Scan, { fields, characters }: Group, around: () => string): void {
  const isSecretOnly = fields.every(({ type, editable }) => type === 'password' && editable);
  for (const field of fields) {
    if (isSecretOnly && isTooShort(scan, field)) field.purpose = 'secret';
    if (field.purpose === 'otp' && hasNoRoomForCode(field)) field.purpose = 'secret';
    if (field.purpose !== 'pin') continue;
    const others = fields.filter((other) => other !== field);
    const isOnly = !others.some(({ purpose }) => PASSWORDS.has(purpose));
    const hasName = others.some(({ type, editable }) => type !== 'textarea' && editable);
    const isPart = characters?.fields.includes(field) ?? false;
    field.purpose = isPart || (isOnly && (hasName || !asksForOneTime(scan, around()))) ? 'password' : 'secret';
  }
}

/** No code is shorter; see RFC 4226, section 5.3. The number on a card is. */
const MIN_CODE = 4;

export const hasNoRoomForCode = ({ element }: Field): boolean =>
  element instanceof HTMLInputElement && element.maxLength > 1 && element.maxLength < MIN_CODE;

/** Passwords of this length are called PINs, or a password. */
const MAX_SHORT = 4;

/** Whether nothing but its mask says that a field is for a password. A box for one character may take one of it. */
function isTooShort(scan: Scan, { element, purpose, label, placeholder, developer, autocomplete }: Field): boolean {
  if (purpose !== 'password' || !(element instanceof HTMLInputElement)) return false;
  if (element.maxLength < 2 || element.maxLength > MAX_SHORT || autocomplete === 'current-password') return false;
  return !scan.says('password', label || placeholder) && !scan.names('password', developer);
}

/** Whether the page speaks of a code that is made or sent for one login. */
export const asksForOneTime = (scan: Scan, text: string): boolean =>
  (['sent', 'totp', 'otp'] as const).some((concept) => scan.says(concept, text));

import { readText } from '../dom/read-text.js';
import type { ViewField } from '../view.js';
import type { Concept } from '../words/words.js';
import { asksForOneTime, isQuestion } from './masked.js';
import type { Field, Group } from './model.js';
import { looksLikeCode } from './otp.js';
import type { Scan } from './scan.js';
import { headingsOf, surroundingsOf } from './surroundings.js';

const MIN_DIGITS = 4;
const MAX_DIGITS = 8;
const AROUND_LENGTH = 600;
/** What a few hidden digits may be besides. */
const OTHERS: readonly Concept[] = [
  ...(['oneTimePassword', 'otp', 'totp', 'otherSecret', 'answer', 'backupCode'] as const),
  ...(['ssn', 'card', 'birth', 'postal', 'phone', 'captcha', 'email', 'username'] as const),
];
/** A part of an address or a number that is hidden: a code was sent there. */
const SENT_TO = /[*•●∙·…]{2,}|x{3,}/iu;

/** By what a field may be for a PIN that is no password of the form: not where its label says something else, nor where the page speaks of a code for one login. */
export function mayBePin(scan: Scan, group: Group, field: Field): ViewField['mayBePin'] {
  const { element, type, label, placeholder, developer, autocomplete } = field;
  if (!(element instanceof HTMLInputElement) || type !== 'password' || autocomplete === 'one-time-code') return null;
  const words = label || placeholder;
  if (OTHERS.some((concept) => scan.says(concept, words)) || isQuestion(words)) return null;
  const around = aroundOf(scan, group);
  if (asksForOneTime(scan, around) || SENT_TO.test(around)) return null;
  if (scan.names('pin', developer)) return 'called';
  // "Position 24" asks for a part of something.
  return isAlone(group, field) && takesPin(element) && !/\p{N}/u.test(words) ? 'shaped' : null;
}

/** Whether a field may be for a code of this login, by what it is like: its label says nothing known, or that it is a code, and nobody calls it a PIN. */
export function mayBeCode(scan: Scan, group: Group, field: Field): boolean {
  const { type, label, placeholder, developer } = field;
  const words = label || placeholder;
  if (!TYPED.has(type) || !isAlone(group, field) || isQuestion(words) || !saysNothing(scan, field, words)) return false;
  if (scan.says('pin', words) || scan.names('pin', developer)) return false;
  return looksLikeCode(field) || SENT_TO.test(aroundOf(scan, group));
}

/** What it is taken for goes by its type alone. */
function saysNothing(scan: Scan, { purpose, developer }: Field, words: string): boolean {
  if (purpose === 'text' || purpose === 'code') return true;
  if (purpose === 'secret') return !scan.says('otherSecret', words);
  return (
    (purpose === 'phone' || purpose === 'password') && !scan.says(purpose, words) && !scan.names(purpose, developer)
  );
}

const TYPED: ReadonlySet<string> = new Set(['text', 'tel', 'number', 'password']);

const isAlone = ({ fields }: Group, field: Field): boolean =>
  fields.every((other) => other === field || !other.visible);

const aroundOf = (scan: Scan, group: Group): string =>
  [readText(surroundingsOf(scan, group), AROUND_LENGTH), ...headingsOf(scan, group)].join(' · ');

const takesPin = ({ maxLength, inputMode, pattern }: HTMLInputElement): boolean =>
  maxLength >= MIN_DIGITS &&
  maxLength <= MAX_DIGITS &&
  (inputMode === 'numeric' || /^\^?(?:\\d|\[0-9\])/.test(pattern));

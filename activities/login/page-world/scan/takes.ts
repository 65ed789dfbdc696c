import type { NameKind } from '../view.js';
import { saysNumber } from './login-name.js';
import { ALTERNATIVE } from './masked.js';
import type { Field } from './model.js';
import type { Scan } from './scan.js';

/** What else stands between kinds: "Phone, e-mail or customer number". */
const COMMA = /[,、،・]/u;
const BRACKETS = /[([（]([^)\]）]+)[)\]）]/u;

/**
 * The kinds of names that a field takes where it says that it takes no others: "Telephone or e-mail". Null where it takes any, or says nothing. What a field
 * says over an example, or in brackets, counts only where that is nothing but kinds.
 */
export function takesOnly(scan: Scan, { label, placeholder, type }: Field): NameKind[] | null {
  const words = label || placeholder;
  const kinds = kindsIn(scan, words);
  if (kinds !== null) return kinds;
  const asides = [BRACKETS.exec(label)?.[1] ?? '', label === '' ? '' : placeholder];
  const aside = asides.find((text) => partsOf(text).length > 1 && partsOf(text).every((part) => isPlainly(scan, part)));
  if (aside !== undefined) return kindsIn(scan, aside);
  // A browser sends nothing else from there.
  return type === 'email' && !scan.says('username', words) ? ['email'] : null;
}

/** The parts of a label that names several kinds. */
export const partsOf = (words: string): string[] =>
  words
    .split(ALTERNATIVE)
    .flatMap((part) => part.split(COMMA))
    .map((part) => part.trim())
    .filter((part) => part !== '');

const isPlainly = (scan: Scan, part: string): boolean =>
  (['email', 'phone', 'number', 'ssn', 'card'] as const).some((kind) => scan.saysOnly(kind, part));

function kindsIn(scan: Scan, words: string): NameKind[] | null {
  const kinds = partsOf(words).map((part) => kindOf(scan, part));
  const known = kinds.filter((kind) => kind !== null);
  // A number of nobody knows what, asked for alone, is what the site calls the name.
  const isNumber = known.every((kind) => kind === 'number');
  return isNumber || known.length < kinds.length ? null : [...new Set(known)];
}

function kindOf(scan: Scan, part: string): NameKind | null {
  if (scan.says('phone', part)) return 'phone';
  const isNumber = saysNumber(scan, part) || scan.says('ssn', part) || scan.says('card', part);
  if (isNumber) return 'number';
  if (scan.says('username', part)) return null;
  return scan.says('email', part) ? 'email' : null;
}

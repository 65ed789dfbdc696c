/** What stored values are by their kind, where a site's label and the name that a value is stored under differ. */

import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { ViewField } from '../page-world/view.js';
import fields from '../page-world/words/fields.json' with { type: 'json' };
import { fold } from './fold.js';
import { UNSPACED } from './sentence-patterns.js';

type Kind = 'pin' | 'birth' | 'company';
type Words = Kind | (typeof SECRETS)[number] | 'username' | 'email' | 'phone' | 'number';

const KINDS: readonly Kind[] = ['pin', 'birth', 'company'];
/** What else a text may speak of that names a kind: "Company e-mail" is no company. */
const NOT_OF: Readonly<Record<Kind, readonly Words[]>> = {
  pin: ['password'],
  birth: ['password'],
  company: ['password', 'pin', 'username', 'email', 'phone', 'number'],
};
/** Parts of a date, and an age, which no date answers. */
const PARTS: readonly string[] = ['age', 'birthyear', 'birthmonth', 'year of birth', 'month of birth', 'day of birth'];

const spaced = (text: string): string =>
  ` ${fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** What tells a kind: a word of its own, or where a script has no spaces, wherever it stands. */
const phrasesOf = (kind: Words): readonly string[] =>
  Object.values(fields[kind] as Readonly<Record<string, readonly string[]>>)
    .flat()
    .map((word) => {
      const phrase = spaced(word);
      if (UNSPACED.test(word)) return phrase.trim();
      return word.endsWith('*') ? phrase.trimEnd() : phrase;
    });

const known = new Map<string, readonly string[]>();

function speaksOf(kind: Words, text: string): boolean {
  const phrases = known.get(kind) ?? phrasesOf(kind);
  known.set(kind, phrases);
  const said = spaced(text);
  return phrases.some((phrase) => said.includes(phrase));
}

const isOf = (kind: Kind, text: string): boolean =>
  speaksOf(kind, text) &&
  !NOT_OF[kind].some((other) => speaksOf(other, text)) &&
  !PARTS.some((part) => spaced(text).includes(` ${part} `));

/** A PIN is hidden; "PIN code" in the open is a postal code as often. A company is no secret. */
const asksFor = (kind: Kind, { label, placeholder, inputType, keypad, positions }: ViewField): boolean =>
  positions === null &&
  (kind !== 'pin' || inputType === 'password' || keypad) &&
  (kind !== 'company' || inputType === 'text') &&
  isOf(kind, label || placeholder || '');

/**
 * The stored value that a field's label asks for by its kind: "Device PIN" takes what is stored as `pin`. Only where one field asks for the kind and one
 * value is of it; where two could be meant, a person is asked.
 */
export function storedByKind(field: ViewField, all: readonly ViewField[], stored: readonly string[]): string[] {
  const kind = KINDS.find((one) => asksFor(one, field));
  if (kind === undefined) return isPinByItself(field, all, stored) ? stored.filter(isPin) : [];
  if (all.some((other) => other !== field && asksFor(kind, other))) return [];
  const found = stored.filter((key) => isOf(kind, key));
  return found.length === 1 ? found : [];
}

const isPin = (key: string): boolean => isOf('pin', key);

/** Whether a hidden field without such a label is for the one PIN that is stored: only where that is all that is stored besides who somebody is and the password, or its author calls it so. */
function isPinByItself(
  { role, mayBePin, positions }: ViewField,
  all: readonly ViewField[],
  stored: readonly string[],
): boolean {
  if (role !== 'custom' || mayBePin === null || positions !== null) return false;
  const isOne = stored.filter(isPin).length === 1;
  const others = stored.filter((key) => !isIdentifier(key) && !speaksOf('password', key));
  const asking = all.filter((other) => other.mayBePin !== null || asksFor('pin', other));
  return isOne && asking.length === 1 && (mayBePin === 'called' || others.length === 1);
}

const plain = (name: string): string => fold(name).replaceAll(/[^\p{L}\p{N}]+/gu, '');

/**
 * The stored value that has the name by which the page calls a field, whatever language its label is in: `account` for "Account ID (don't have one?)".
 * Where another field of the form, or another value, may be meant as well, a person is asked.
 */
export function storedByCall(field: ViewField, all: readonly ViewField[], stored: readonly string[]): string[] {
  const names = new Set(field.called.map(plain));
  const found = stored.filter((key) => names.has(plain(key)) && mayBeShown(key, field));
  const isAnothers = (key: string): boolean =>
    all.some((other) => other !== field && namesOf(other).some((name) => plain(name) === plain(key)));
  return found.length === 1 && !found.some(isAnothers) ? found : [];
}

const namesOf = ({ name, alias, called }: ViewField): string[] => [name, ...(alias === null ? [] : [alias]), ...called];

const SECRETS = ['pin', 'password', 'otherSecret', 'answer'] as const;

/** A secret by its name, only where it is hidden. */
const mayBeShown = (key: string, { inputType, keypad }: ViewField): boolean =>
  inputType === 'password' || keypad || !SECRETS.some((kind) => speaksOf(kind, key));

import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import { LISTED } from './listed-words.js';

/** Names that the engine gives to fields itself. */
const CANONICAL: readonly string[] = [
  'email',
  'username',
  'phone',
  'password',
  'new_password',
  'unmasked_password',
  'code',
];
/** What tells two fields of one name apart. */
const COUNT = /_[2-9]$/;
/** Some characters of a password. */
const CHARACTERS = /^characters(?:_\d{1,2})+(?:_last)?$/;

const foldWord = (word: string): string => word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

const wordsOf = (text: string): string[] =>
  foldWord(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');

const WORDS: ReadonlySet<string> = new Set(LISTED.flatMap(wordsOf));

/** Whether a text says nothing but words of our lists: then it is no secret, whoever wrote it. */
export const isListed = (text: string): boolean =>
  !/\p{N}/u.test(text) && wordsOf(text).length > 0 && wordsOf(text).every((word) => WORDS.has(word));

/** Whether a field's name is one of ours, or made of words of our lists. */
export function isOwnName(name: string): boolean {
  const base = name.replace(COUNT, '');
  return (
    CANONICAL.includes(base) ||
    CHARACTERS.test(name) ||
    isListed(base) ||
    (/^[a-z_]+$/.test(base) && isIdentifier(base))
  );
}

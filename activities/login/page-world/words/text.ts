const LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ð: 'd', þ: 'th' };

/** Most text by far; it has nothing to fold but its case. */
const ASCII = /^[ -~\s]*$/;

/** Whether folded text is written in plain letters all through: most is, in all languages that use them. */
export const isPlain = (folded: string): boolean => ASCII.test(folded);

/** Folds text so that one spelling in a word list matches all: case, accents, apostrophes and spacing are levelled. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/`/g, "'").replace(/\s+/g, ' ').trim();
  return levelled(text.normalize('NFKD').replace(/\p{M}/gu, ''));
}

function levelled(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßøłđæœıðþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .replace(SPACED, '$1$2');
}

/** Two characters of Chinese with a space between them, as some libraries write the word on a button. */
const SPACED = /^(\p{Script=Han}) (\p{Script=Han})$/u;

/** Splits what a developer wrote (`loginForm_userName2`) into lower-case tokens of letters (`login form user name`). */
export function tokensOf(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((token) => token.length > 0);
}

/** The tokens that hold a digit (`password2`, `2fa`): there the digit belongs to the meaning. */
export function numberedTokensOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((token) => /\d/.test(token) && /[a-z]/.test(token));
}

/** One short line, as a human would read it. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}

/** Accents. In other scripts than these, marks tell words apart: vowels, tones, letters of their own. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu;

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** Long enough for questions that begin alike. */
const NAME_LENGTH = 64;

/** A name for a field that nobody has a canonical name for: as `valueKeyOf` of the contract makes one. */
export function slug(text: string): string {
  const narrow = text.replace(FULL_WIDTH, (character) => character.normalize('NFKC'));
  return levelled(narrow.normalize('NFD').replace(ACCENTS, ''))
    .normalize('NFC')
    .replace(/[^\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, NAME_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/_+$/, '');
}

/** FNV-1a, 32 bits: enough to notice that an element was swapped, and too short to carry a value out of the page. */
export function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}

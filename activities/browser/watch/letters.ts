import { isAscii, isUtf8 } from 'node:buffer';

/** Fewer turn up by chance in what is left of a text. */
const MIN_LETTERS = 8;
/** Without a digit they are words, which stand in many texts. */
const MIN_WORDS = 10;

const OTHERS = /[^\p{L}\p{N}]+/gu;
const ASCII_OTHERS = /[^a-z0-9]+/g;

/**
 * Letters and digits alone, in one case and one width: what a text still says where somebody spaced it out, cut it into lines or boxes, put
 * invisible characters into it or changed its case. Of bytes that are no text, those that stand for letters of ASCII.
 */
export function lettersOf(bytes: Buffer): string {
  if (isAscii(bytes) || !isUtf8(bytes)) return bytes.toString('latin1').toLowerCase().replaceAll(ASCII_OTHERS, '');
  return bytes.toString('utf8').normalize('NFKC').toUpperCase().toLowerCase().replaceAll(OTHERS, '');
}

/** What to look for in the letters of a text to find a value; null where it would be found by chance. */
export function lettersToFind(value: string): string | null {
  const letters = lettersOf(Buffer.from(value));
  const min = /\d/.test(letters) && /\D/.test(letters) ? MIN_LETTERS : MIN_WORDS;
  return [...letters].length >= min ? letters : null;
}

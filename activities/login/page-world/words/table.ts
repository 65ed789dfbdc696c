/**
 * Words by what they begin with, a text for each beginning, because every page is sent them: an entry for each concept, which is its number in
 * two digits to the base of 36 and its words, sorted. Each word is written as a capital, that says how many letters it shares with the one
 * before (A for none), and the rest. The first one shares its letters with the beginning.
 */
export type Table = Readonly<Record<string, string>>;

/** What there is to an entry: the number of the concept, and its words. */
export type Entry = readonly [concept: number, words: readonly string[]];

const CODE_OF_A = 0x41;
const MAX_SHARED = 25;
const NUMBER_LENGTH = 2;
const SEPARATOR = ';';

/** @throws where a word has one of the characters that are written for something else */
export const packed = (key: string, entries: readonly Entry[]): string =>
  entries.map(([concept, words]) => number(concept) + packedWords(key, words)).join(SEPARATOR);

export const unpacked = (key: string, text: string): readonly Entry[] =>
  text
    .split(SEPARATOR)
    .map((entry) => [
      Number.parseInt(entry.slice(0, NUMBER_LENGTH), 36),
      unpackedWords(key, entry.slice(NUMBER_LENGTH)),
    ]);

const number = (concept: number): string => concept.toString(36).padStart(NUMBER_LENGTH, '0');

function packedWords(key: string, words: readonly string[]): string {
  let last = key;
  let text = '';
  for (const word of words.toSorted()) {
    if (/[A-Z;]/.test(word)) throw new Error(`No word can have a capital or a semicolon: ${word}`);
    let shared = 0;
    while (shared < MAX_SHARED && shared < last.length && last[shared] === word[shared]) shared += 1;
    text += String.fromCharCode(CODE_OF_A + shared) + word.slice(shared);
    last = word;
  }
  return text;
}

function unpackedWords(key: string, text: string): string[] {
  const words: string[] = [];
  let last = key;
  let from = 0;
  while (from < text.length) {
    let to = from + 1;
    while (to < text.length && !isCapital(text.charCodeAt(to))) to += 1;
    last = last.slice(0, text.charCodeAt(from) - CODE_OF_A) + text.slice(from + 1, to);
    words.push(last);
    from = to;
  }
  return words;
}

const isCapital = (code: number): boolean => code >= CODE_OF_A && code <= CODE_OF_A + MAX_SHARED;

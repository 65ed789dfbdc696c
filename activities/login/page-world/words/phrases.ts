import type { Concept, PhraseIndex, WordIndex } from './index-words.js';
import { type Entry, type Table, unpacked } from './table.js';

/** What a text speaks of. */
export interface Reading {
  readonly said: ReadonlySet<Concept>;
  /** What it says and nothing else. */
  readonly only: ReadonlySet<Concept>;
  /** Whether it is written in a script whose phrases are not at hand. */
  readonly lacksPhrases: boolean;
}

/** Phrases to look for, ready to be looked up. */
export interface Phrases {
  readonly keyLength: number;
  readonly spaced: LookUp;
  readonly unspaced: LookUp;
  /** Whether the phrases are those of all scripts. */
  readonly whole: boolean;
}

export type LookUp = (key: string) => readonly Listed[];

/** @param others phrases of the scripts that the index leaves out; null where they are not at hand */
export const phrasesOf = (index: WordIndex, others: PhraseIndex | null): Phrases => ({
  keyLength: index.keyLength,
  spaced: lookUpIn(index.concepts, others === null ? index.spaced : { ...index.spaced, ...others.spaced }),
  unspaced: lookUpIn(index.concepts, others === null ? index.unspaced : { ...index.unspaced, ...others.unspaced }),
  whole: index.whole || others !== null,
});

interface Listed {
  readonly concept: Concept;
  readonly phrases: readonly string[];
}

/** Characters below are plain ones. */
const PLAIN = 0x80;
const STAR = 0x2a;
const LETTER = /[\p{L}\p{N}]/u;
const ESCAPED = /[.*+?^${}()|[\]\\/]/g;

/**
 * Finds all listed phrases in one walk over the text, by plain comparing. One expression of all words takes a browser that has
 * just started a quarter of a second to compile.
 * @param text folded
 */
export function phrasesIn(text: string, { keyLength, spaced, unspaced, whole }: Phrases): Reading {
  const said = new Set<Concept>();
  const only = new Set<Concept>();
  const [first, last] = lettersOf(text);
  const foreign = hasForeignLetters(text);
  const note = (listed: readonly Listed[], at: number, length: number, isSpaced: boolean): void => {
    const next = text.charCodeAt(at + length);
    for (const { concept, phrases } of listed) {
      for (const phrase of phrases) {
        // One more character tells most of them apart, for less than a comparison.
        const code = phrase.charCodeAt(length);
        if (code !== next && code !== STAR && phrase.length > length) continue;
        const end = endOf(phrase, text, at, isSpaced);
        if (end === null) continue;
        said.add(concept);
        if (at <= first && end >= last) only.add(concept);
      }
    }
  };
  for (let at = 0; at < text.length; at += 1) {
    const startsWord = at === 0 || !isLetterAt(text, at - 1);
    if (!startsWord && !foreign) continue;
    for (let length = 1; length <= keyLength; length += 1) {
      const key = text.slice(at, at + length);
      if (startsWord) note(spaced(key), at, length, true);
      if (foreign) note(unspaced(key), at, length, false);
    }
  }
  return { said, only, lacksPhrases: foreign && !whole };
}

function hasForeignLetters(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= PLAIN && isLetterAt(text, at)) return true;
  return false;
}

/** Takes apart what is looked up, once. */
export function lookUpIn(concepts: readonly Concept[], table: Table): LookUp {
  const known = new Map<string, readonly Listed[]>();
  return (key) => {
    const listed = known.get(key) ?? (Object.hasOwn(table, key) ? unpacked(key, table[key] ?? '') : []).map(listedOf);
    known.set(key, listed);
    return listed;
  };

  function listedOf([concept, phrases]: Entry): Listed {
    return { concept: concepts[concept] as Concept, phrases };
  }
}

/** Where the first letter of a text stands, and where its last one ends. */
function lettersOf(text: string): [number, number] {
  let first = 0;
  while (first < text.length && !isLetterAt(text, first)) first += 1;
  let last = text.length;
  while (last > first && !isLetterAt(text, last - 1)) last -= 1;
  return [first, last];
}

/** Where a phrase ends that stands at a place of the text; null where it doesn't. */
function endOf(phrase: string, text: string, at: number, isSpaced: boolean): number | null {
  const star = phrase.indexOf('*');
  const start = star < 0 ? phrase : phrase.slice(0, star);
  if (!text.startsWith(start, at)) return null;
  let end = at + start.length;
  if (star >= 0 && star < phrase.length - 1) {
    const rest = restOf(phrase.slice(star));
    rest.lastIndex = end;
    const found = rest.exec(text);
    if (found === null) return null;
    end += found[0].length;
  }
  if (phrase.endsWith('*')) while (isLetterAt(text, end)) end += 1;
  return isSpaced && isLetterAt(text, end) ? null : end;
}

/** Few phrases have a star in their middle; an expression for each will do. */
function restOf(phrase: string): RegExp {
  const closed = phrase.endsWith('*') ? phrase.slice(0, -1) : phrase;
  return new RegExp(
    closed
      .split('*')
      .map((part) => part.replace(ESCAPED, '\\$&'))
      .join('\\S+'),
    'uy',
  );
}

/** Letters and digits of any script; most are plain ones. */
function isLetterAt(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const code = text.charCodeAt(at);
  if (code < PLAIN) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  return LETTER.test(text.charAt(at));
}

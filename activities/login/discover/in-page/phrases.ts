import type { Concept, Table } from './index-words.js';
import { WORDS } from './word-index.js';

/** What a text speaks of. */
export interface Reading {
  readonly said: ReadonlySet<Concept>;
  /** What it says and nothing else. */
  readonly only: ReadonlySet<Concept>;
}

interface Listed {
  readonly concept: Concept;
  readonly phrases: readonly string[];
}

const LETTER = /[\p{L}\p{N}]/u;
const ESCAPED = /[.*+?^${}()|[\]\\/]/g;

/**
 * Finds all listed phrases in one walk over the text, by plain comparing. One expression of all words takes a browser that has
 * just started a quarter of a second to compile.
 * @param text folded
 */
export function phrasesIn(text: string): Reading {
  const said = new Set<Concept>();
  const only = new Set<Concept>();
  const [first, last] = lettersOf(text);
  for (let at = 0; at < text.length; at += 1) {
    const startsWord = at === 0 || !isLetterAt(text, at - 1);
    for (let length = 1; length <= WORDS.keyLength; length += 1) {
      const key = text.slice(at, at + length);
      const note = (listed: readonly Listed[], isSpaced: boolean): void => {
        for (const { concept, phrases } of listed) {
          for (const phrase of phrases) {
            const end = endOf(phrase, text, at, isSpaced);
            if (end === null) continue;
            said.add(concept);
            if (at <= first && end >= last) only.add(concept);
          }
        }
      };
      if (startsWord) note(spaced(key), true);
      note(unspaced(key), false);
    }
  }
  return { said, only };
}

const spaced = lookUpIn(WORDS.spaced);
const unspaced = lookUpIn(WORDS.unspaced);

/** Takes apart what is looked up, once. */
function lookUpIn(table: Table): (key: string) => readonly Listed[] {
  const known = new Map<string, readonly Listed[]>();
  return (key) => {
    const listed = known.get(key) ?? (Object.hasOwn(table, key) ? (table[key] ?? '').split('\n').map(listedOf) : []);
    known.set(key, listed);
    return listed;
  };
}

function listedOf(line: string): Listed {
  const [concept, ...phrases] = line.split('\t');
  return { concept: concept as Concept, phrases };
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
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  return LETTER.test(text.charAt(at));
}

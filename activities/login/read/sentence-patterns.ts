import sentence from '../page-world/words/sentence.json' with { type: 'json' };
import { fold } from './fold.js';

/**
 * Patterns for sentences: `|` stands between words that mean the same, `*` for any letters at the end or the beginning of a word, `&` between
 * parts that may come in any order, `>` between those that come one after the other. `#` is any number but zero, where words have spaces between them.
 */
export class SentencePatterns<Name> {
  /** Terms that begin with these characters; those that may begin with anything; those of scripts without spaces. */
  readonly #byStart = new Map<string, Term[]>();
  readonly #open: Term[] = [];
  readonly #unspaced: Term[] = [];
  readonly #patterns: { readonly name: Name; readonly parts: readonly (readonly Group[])[] }[] = [];

  add(name: Name, pattern: string): void {
    const parts = pattern.split(' & ').map((part) => part.split(' > ').map((words) => this.#groupOf(words)));
    this.#patterns.push({ name, parts });
  }

  /** The names of all patterns that hold for a folded sentence. */
  namesIn(sentence: string): Set<Name> {
    const found = this.#find(sentence);
    const holds = (parts: readonly (readonly Group[])[]): boolean => parts.every((part) => inOrder(part, found));
    return new Set(this.#patterns.filter(({ parts }) => holds(parts)).map(({ name }) => name));
  }

  #groupOf(words: string): Group {
    const group: Group = {};
    for (const word of words.split('|')) {
      const term = termOf(word, group);
      const [first] = term.words;
      if (UNSPACED.test(word)) this.#unspaced.push(term);
      else if (first === undefined || first.open) this.#open.push(term);
      else this.#byStart.set(first.stem.slice(0, KEY), [...(this.#byStart.get(first.stem.slice(0, KEY)) ?? []), term]);
    }
    return group;
  }

  #find(sentence: string): Found {
    const found: Found = new Map();
    const note = ({ group }: Term, from: number, to: number): void => {
      found.set(group, [...(found.get(group) ?? []), [from, to]]);
    };
    const words = [...sentence.matchAll(WORD)].map(([text], index) => ({ text, index }));
    for (const { text, index } of words) {
      const short = this.#byStart.get(text.slice(0, 1)) ?? [];
      for (const term of [...(this.#byStart.get(text.slice(0, KEY)) ?? []), ...short, ...this.#open])
        if (term.words.every((word, at) => matches(word, words[index + at]?.text)))
          note(term, index, index + term.words.length);
    }
    if (!UNSPACED.test(sentence)) return found;
    const text = sentence.replaceAll(/\s+/g, '');
    for (const term of this.#unspaced) {
      const at = text.indexOf(term.text);
      // Where nothing is between words, the last place counts as well: what has to follow may come after it only.
      if (at >= 0) note(term, at, at + term.text.length);
      const last = text.lastIndexOf(term.text);
      if (last > at) note(term, last, last + term.text.length);
    }
    return found;
  }
}

/** Words that mean the same, by identity. */
type Group = object;
type Found = Map<Group, [from: number, to: number][]>;

interface Word {
  readonly stem: string;
  /** Whether letters may stand before it, or after it. */
  readonly open: boolean;
  readonly goesOn: boolean;
}
interface Term {
  readonly group: Group;
  readonly text: string;
  readonly words: readonly Word[];
}

const KEY = 2;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const NUMBER = '#';
const COUNT = /^(?=.*[^0٠۰०])\p{Nd}+$/u;
/** Scripts that don't put spaces between words: there a word counts wherever it stands. Folding takes Hangul apart. */
export const UNSPACED = new RegExp(sentence.unspaced, 'u');

function termOf(written: string, group: Group): Term {
  const text = fold(written.trim());
  const words = [...text.matchAll(/\*?[\p{L}\p{N}\p{M}]+\*?|#/gu)].map(([word]) => ({
    stem: word.replaceAll('*', ''),
    open: word.startsWith('*') || word === NUMBER,
    goesOn: word.endsWith('*'),
  }));
  return { group, words, text: text.replaceAll(/[\s*]+/g, '') };
}

function matches({ stem, open, goesOn }: Word, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (stem === NUMBER) return COUNT.test(text);
  if (open) return goesOn ? text.includes(stem) : text.endsWith(stem);
  return goesOn ? text.startsWith(stem) : text === stem;
}

/** Whether each group is found after the one before it. */
function inOrder(groups: readonly Group[], found: Found): boolean {
  let from = 0;
  for (const group of groups) {
    const places = (found.get(group) ?? []).filter(([start]) => start >= from).map(([, end]) => end);
    if (places.length === 0) return false;
    from = Math.min(...places);
  }
  return true;
}

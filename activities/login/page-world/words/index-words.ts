import actions from './actions.json' with { type: 'json' };
import append from './append.json' with { type: 'json' };
import fields from './fields.json' with { type: 'json' };
import offers from './offers.json' with { type: 'json' };
import permissions from './permissions.json' with { type: 'json' };
import sentence from './sentence.json' with { type: 'json' };
import standing from './standing.json' with { type: 'json' };
import steps from './steps.json' with { type: 'json' };
import { packed, type Table } from './table.js';
import { fold, isPlain } from './text.js';

const ALL = { ...fields, ...actions, ...steps, ...append, ...offers, ...permissions, ...standing };

/** What words can speak of: a class of words. */
export type Concept = keyof typeof ALL;

/** What is also looked for in names that developers give: it has words of theirs. Of everything else only what people read tells. */
export type Named = { [C in Concept]: 'dev' extends keyof (typeof ALL)[C] ? C : never }[Concept];

/** Words by their language; `dev` is what developers write. */
type Words = Readonly<Record<string, readonly string[]>>;
const LISTS: Readonly<Record<Concept, Words>> = ALL;
const CONCEPTS = Object.keys(ALL) as Concept[];

/**
 * The word lists, ready to be looked up. Plain data, made once when the project is built and not in every page; short, for every
 * page is sent it.
 */
export interface WordIndex extends PhraseIndex {
  readonly concepts: readonly Concept[];
  readonly keyLength: number;
  /** What developers write. */
  readonly tokens: Table;
  /** Whether the phrases are those of all scripts. */
  readonly whole: boolean;
}

/**
 * Folded phrases. A star at the end of one stands for any ending, elsewhere for one word in between.
 */
export interface PhraseIndex {
  /** Phrases that count as words of their own. */
  readonly spaced: Table;
  /** Phrases that count wherever they stand. */
  readonly unspaced: Table;
}

/** Scripts that don't put spaces between words: there a word counts wherever it stands. */
const UNSPACED = new RegExp(sentence.unspaced, 'u');
/** Very short words of one language are something else in another. */
const MIN_TOKEN = 4;
const KEY_LENGTH = 2;

export function indexWords(): WordIndex {
  const spaced: Sets = new Map();
  const unspaced: Sets = new Map();
  const tokens: Sets = new Map();
  for (const [concept, list] of Object.entries(LISTS) as [Concept, Words][]) {
    const isNamed = 'dev' in list;
    for (const [language, words] of Object.entries(list)) {
      for (const word of words) {
        const folded = fold(word);
        const isSpaced = !UNSPACED.test(word);
        if (!isSpaced || language !== 'dev') {
          add(isSpaced ? spaced : unspaced, folded.replace(/\*.*/, ''), concept, folded);
        }
        if (!isNamed) continue;
        const squashed = folded.replace(/[^a-z\d]/g, '');
        const isOneWord = folded.length === squashed.length && squashed.length >= MIN_TOKEN;
        if (squashed !== '' && (language === 'dev' || language === 'en' || isOneWord))
          add(tokens, squashed, concept, squashed);
      }
    }
  }
  return {
    concepts: CONCEPTS,
    keyLength: KEY_LENGTH,
    spaced: tableOf(spaced),
    unspaced: tableOf(unspaced),
    tokens: tableOf(tokens),
    whole: true,
  };
}

/**
 * The index in two parts: what plain letters need, which is most of it and quick to send, and the phrases of all other scripts.
 */
export function splitWords({ spaced, unspaced, ...rest }: WordIndex): [plain: WordIndex, others: PhraseIndex] {
  const part = (table: Table, wanted: boolean): Table =>
    Object.fromEntries(Object.entries(table).filter(([key]) => isPlain(key) === wanted));
  const phrases = (wanted: boolean): PhraseIndex => ({
    spaced: part(spaced, wanted),
    unspaced: part(unspaced, wanted),
  });
  return [{ ...rest, ...phrases(true), whole: false }, phrases(false)];
}

type Sets = Map<string, Map<Concept, Set<string>>>;

function add(sets: Sets, beginning: string, concept: Concept, word: string): void {
  const byConcept = entry(sets, beginning.slice(0, KEY_LENGTH), () => new Map());
  entry(byConcept, concept, () => new Set()).add(word);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const tableOf = (sets: Sets): Table =>
  Object.fromEntries(
    [...sets].map(([key, byConcept]) => [
      key,
      packed(
        key,
        [...byConcept].map(([concept, words]) => [CONCEPTS.indexOf(concept), [...words]]),
      ),
    ]),
  );

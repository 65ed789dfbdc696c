import actions from './actions.json' with { type: 'json' };
import append from './append.json' with { type: 'json' };
import fields from './fields.json' with { type: 'json' };
import offers from './offers.json' with { type: 'json' };
import permissions from './permissions.json' with { type: 'json' };
import standing from './standing.json' with { type: 'json' };
import steps from './steps.json' with { type: 'json' };
import { fold, isPlain } from './text.js';

const ALL = { ...fields, ...actions, ...steps, ...append, ...offers, ...permissions, ...standing };

/** What words can speak of: a class of words. */
export type Concept = keyof typeof ALL;

/** What is also looked for in names that developers give: it has words of theirs. Of everything else only what people read tells. */
export type Named = { [C in Concept]: 'dev' extends keyof (typeof ALL)[C] ? C : never }[Concept];

/** Words by their language; `dev` is what developers write. */
type Words = Readonly<Record<string, readonly string[]>>;
const LISTS: Readonly<Record<Concept, Words>> = ALL;

/**
 * The word lists, ready to be looked up. Plain data, made once when the project is built and not in every page; short, for every
 * page is sent it.
 */
export interface WordIndex extends PhraseIndex {
  readonly keyLength: number;
  /** What developers write, with the concepts that it names, a blank in between. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Whether the phrases are those of all scripts. */
  readonly whole: boolean;
}

export interface PhraseIndex {
  /** Phrases that count as words of their own. */
  readonly spaced: Table;
  /** Phrases that count wherever they stand. */
  readonly unspaced: Table;
}

/**
 * Folded phrases by their first `keyLength` characters, or by all where they have less: an entry for each concept, with a semicolon behind each but the
 * last, that is its name and the phrases, with bars in between. A star at the end of a phrase stands for any ending, elsewhere for one word in between.
 */
export type Table = Readonly<Record<string, string>>;

/** Scripts that don't put spaces between words: there a word counts wherever it stands. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Very short words of one language are something else in another. */
const MIN_TOKEN = 4;
const KEY_LENGTH = 2;

export function indexWords(): WordIndex {
  const spaced: Sets = new Map();
  const unspaced: Sets = new Map();
  const tokens = new Map<string, Set<Concept>>();
  for (const [concept, list] of Object.entries(LISTS) as [Concept, Words][]) {
    const isNamed = 'dev' in list;
    for (const [language, words] of Object.entries(list)) {
      for (const word of words) {
        const folded = fold(word);
        const isSpaced = !UNSPACED.test(word);
        if (!isSpaced || language !== 'dev') {
          const key = folded.replace(/\*.*/, '').slice(0, KEY_LENGTH);
          const byConcept = entry(isSpaced ? spaced : unspaced, key, () => new Map());
          entry(byConcept, concept, () => new Set()).add(folded);
        }
        if (!isNamed) continue;
        const squashed = folded.replace(/[^a-z\d]/g, '');
        const isOneWord = folded.length === squashed.length && squashed.length >= MIN_TOKEN;
        if (squashed !== '' && (language === 'dev' || language === 'en' || isOneWord))
          entry(tokens, squashed, () => new Set()).add(concept);
      }
    }
  }
  return {
    keyLength: KEY_LENGTH,
    spaced: tableOf(spaced),
    unspaced: tableOf(unspaced),
    tokens: Object.fromEntries([...tokens].map(([token, concepts]) => [token, [...concepts].join(' ')])),
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

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const tableOf = (sets: Sets): Table =>
  Object.fromEntries(
    [...sets].map(([key, byConcept]) => [
      key,
      [...byConcept].map(([concept, phrases]) => [concept, ...phrases].join('|')).join(';'),
    ]),
  );

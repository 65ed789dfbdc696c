import ordinals from '../words/ordinals.json' with { type: 'json' };
import { fold } from '../words/text.js';

/** No password that is asked for in parts is longer. */
const MAX = 40;
/** What stands between two numbers of one list: "2nd, 5th and 7th", "2., 5. und 7.". Not a range, and not another sentence. */
const BETWEEN = /^[^\d.!?·]{0,16}\.?[^\d.!?·]{0,16}$/;
const RANGE = /^\s*(?:-|–|—|~|to|bis|a|do|до|and up to)\s*$/;
/** Beginnings of words, by the position that they stand for. */
const STEMS: readonly (readonly [stem: string, position: number])[] = Object.values(ordinals).flatMap((words) =>
  words.map((word, index): [string, number] => [word, index + 1]),
);

export const isBefore = (one: number, other: number): boolean => one > 0 && (other === END || one < other);

interface Numbered {
  readonly position: number;
  readonly at: number;
  readonly end: number;
}

/** Beginnings of words for the last one. */
const LAST = [
  'last',
  'letzte',
  'dernier',
  'ultim',
  'laatste',
  'ostatni',
  'posledni',
  'sista',
  'sidste',
  'siste',
  'viimei',
  'sonuncu',
  'последн',
  'останн',
  'terakhir',
  'utolso',
  'posljednj',
  'zadnj',
  'paskutin',
  'pedej',
  'viima',
  'cuoi',
  'τελευτ',
  'אחרונ',
  'الأخير',
  'الاخير',
  'اخير',
  '最後',
  '最后',
  '마지막',
  'สุดท้าย',
];
/** A number, the last one where words are not apart, or a word. */
const PARTS = /\d+|最後|最后|마지막|สุดท้าย|[\p{L}']{3,}/gu;
/** Stands for the last one, and comes after all others. */
const END = -1;

/** The positions that a text lists, in its order; empty where it lists none, or a range. */
export function positionsIn(text: string): number[] {
  const folded = fold(text);
  const found = numbersIn(folded);
  const runs: Numbered[][] = [];
  for (const one of found) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const between = last === undefined ? '' : folded.slice(last.end, one.at);
    if (run !== undefined && last !== undefined && BETWEEN.test(between) && isBefore(last.position, one.position)) {
      if (RANGE.test(between)) return [];
      run.push(one);
    } else runs.push([one]);
  }
  const longest = runs.reduce<Numbered[]>((best, run) => (run.length > best.length ? run : best), []);
  return longest.map(({ position }) => position);
}

function numbersIn(folded: string): Numbered[] {
  return [...folded.matchAll(PARTS)].flatMap(({ 0: word, index }) => {
    if (LAST.some((stem) => startsLike(word, stem))) return [{ position: END, at: index, end: index + word.length }];
    const position = /^\d/.test(word) ? Number(word) : (STEMS.find(([stem]) => startsLike(word, stem))?.[1] ?? 0);
    return position >= 1 && position <= MAX ? [{ position, at: index, end: index + word.length }] : [];
  });
}

/** Endings of ordinals are short; a longer word is another one. */
const startsLike = (word: string, stem: string): boolean => word.startsWith(stem) && word.length - stem.length <= 3;

import { fold } from './fold.js';
import units from './time-units.json' with { type: 'json' };

const MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** A wait that a site announces is capped at this. Ms. */
const LONGEST = 30 * MS.day;

const WORDS = Object.entries(units).flatMap(([unit, words]) =>
  words.map((word) => ({ unit: unit as keyof typeof MS, word: fold(word) })),
);

/** Whether a text begins with a word, in any of its forms. Chinese, Japanese and Korean write on without a space. */
const begins = (text: string, word: string): boolean =>
  text.startsWith(word) && (text.length <= word.length + 3 || !/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(word));

/** "an hour", "one day". */
const ONE = /^(?:an?|one|eine[rm]?|une?|una?|een|en|ett|1)$/;

/**
 * How long a site wants to be left alone, by its own words: "Try again in 30 minutes". Ms.
 * @returns null where it does not say; the longest where it names several times
 */
export function waitIn(text: string): number | null {
  const waits: number[] = [];
  for (const [, amount = '', rest = ''] of fold(text).matchAll(/(\p{L}+|\d{1,4})[\s-]*(?=(\p{L}+))/gu)) {
    const count = ONE.test(amount) ? 1 : /^\d+$/.test(amount) ? Number(amount) : 0;
    const found = count > 0 ? WORDS.find(({ word }) => begins(rest, word)) : undefined;
    if (found !== undefined) waits.push(count * MS[found.unit]);
  }
  return waits.length === 0 ? null : Math.min(Math.max(...waits), LONGEST);
}

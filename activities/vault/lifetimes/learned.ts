/** What a site's rule of how long sessions live seems to be, by what was seen of them. */
import { type History, type Past, REMEMBERED } from './history.js';
import { type Ended, type Estimate, estimate } from './survival.js';

export interface Learned {
  /** `age`: sessions end at an age, used or not; `rest`: they go on as long as they are used. */
  readonly ends_by: 'age' | 'rest';
  readonly age: Estimate;
  /** Of the time without use; null where no end fits it. */
  readonly rest: Estimate | null;
  /** The shortest time without use after which one was found to be over. Ms. */
  readonly died_unused: number;
}

const least = (spans: readonly number[]): number => spans.reduce((one, other) => Math.min(one, other), Infinity);
const most = (spans: readonly number[]): number => spans.reduce((one, other) => Math.max(one, other), 0);

const ends = (of: readonly Past[], read: (past: Past) => [after: number, by: number | null]): Ended[] =>
  of.map((past) => {
    const [after, by] = read(past);
    // Another one has outlived that: it ended of something else.
    return { after, by: by !== null && by > after ? by : Number.POSITIVE_INFINITY };
  });

/** The session that there is now, as far as it has come. */
function sofar({ now }: History): Past[] {
  if (now === null) return [];
  return [{ lived: now.alive - now.born, died: null, rested: now.rested, unused: null, renewed: false }];
}

/**
 * An end at an age is supposed first. It is given up as soon as one outlives, in use, the age at which another one was over, and none has outlived the time
 * without use that ended them. Where neither fits all, ages count: then most of it is chance, and what is rare is left out of the bound.
 * @returns null where none was seen to end by itself
 */
export function learn(history: History): Learned | null {
  const all = [...history.past, ...sofar(history)];
  const died = least(all.flatMap((past) => past.died ?? []));
  const died_unused = least(all.flatMap((past) => past.unused ?? []));
  const age = estimate(ends(all, ({ lived, died }) => [lived, died]));
  const rest = estimate(ends(all, ({ rested, unused }) => [rested, unused]));
  if (age === null) return null;
  const fitsAge = most(all.map(({ lived }) => lived)) < died;
  const fitsRest = rest !== null && most(all.map(({ rested }) => rested)) < died_unused;
  return { ends_by: !fitsAge && fitsRest ? 'rest' : 'age', age, rest, died_unused };
}

/** After so many renewals in time one session is left alone, to see whether it would live on; doubled with each end that was seen. */
const TRUST = 4;
/** More could not be counted: the end would be forgotten by then. */
const MAX_TRUST = REMEMBERED - 4;

/** Whether it is time to find out whether what was learned still holds: by renewing in time nobody would ever see that sessions live longer. */
export function isToBeTried({ past }: History): boolean {
  const deaths = past.filter(({ died }) => died !== null).length;
  const since = past.slice(past.findLastIndex(({ died }) => died !== null) + 1);
  const renewals = since.filter(({ renewed }) => renewed).length;
  return renewals >= Math.min(TRUST * 2 ** (deaths - 1), MAX_TRUST);
}

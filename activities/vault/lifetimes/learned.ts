/** What a site's rule of how long sessions live seems to be, by what was seen of them. */
import { type FixedLife, findFixedLife } from './fixed-life.js';
import type { History, Past } from './history.js';
import { least, most } from './spans.js';
import { type Estimate, estimate } from './survival.js';

export interface Learned {
  /** `age`: sessions end at an age, used or not; `rest`: they go on as long as they are used; `chance`: at any time, as far as is known. */
  readonly ends_by: 'age' | 'rest' | 'chance';
  /** The age near which they seem to end, and of which nobody may be sure yet; null where there is none. */
  readonly age: FixedLife | null;
}

/** Those that are gone, and the one that there is now, as far as it has come. */
function allOf({ past, now }: History): readonly Past[] {
  if (now === null) return past;
  return [...past, { lived: now.alive - now.born, died: null, rested: now.rested, unused: null, renewed: false }];
}

/** The shortest time without use after which one was found to be over. */
const leastUnused = (all: readonly Past[]): number => least(all.flatMap(({ unused }) => unused ?? []));

export interface LearnedRest {
  /** How long they live without use; null where no end fits that. */
  readonly estimate: Estimate | null;
  /** The shortest time without use after which one was found to be over. Ms. */
  readonly died_unused: number;
}

/** Of the time without use, whatever else ends sessions. @returns null where none was seen to end by itself */
export function learnRest(history: History): LearnedRest | null {
  const all = allOf(history);
  const died_unused = leastUnused(all);
  if (!Number.isFinite(died_unused)) return null;
  // Where another one has outlived the time without use, it ended of something else.
  const by = ({ rested, unused }: Past): number => (unused !== null && unused > rested ? unused : Infinity);
  return { estimate: estimate(all.map((past) => ({ after: past.rested, by: by(past) }))), died_unused };
}

/**
 * An end at an age is only believed where the ends that were seen are hardly chance. Rests explain ends where one has outlived, in use, the age at which
 * another one was over, and none has outlived the time without use that ended them.
 * @returns null where none was seen to end by itself
 */
export function learn(history: History): Learned | null {
  const all = allOf(history);
  const died = least(all.flatMap((past) => past.died ?? []));
  if (!Number.isFinite(died)) return null;
  const age = findFixedLife(all);
  if (age?.is_sure) return { ends_by: 'age', age };
  const hasOutlived = most(all.map(({ lived }) => lived)) >= died;
  const fitsRest = most(all.map(({ rested }) => rested)) < leastUnused(all);
  return { ends_by: hasOutlived && fitsRest ? 'rest' : 'chance', age };
}

/** After so many renewals in time one session is left alone. Of those that are remembered two are, so that what they told is not forgotten. */
const TRUST = 8;

/** Whether it is time to find out whether what was learned still holds: by renewing in time nobody would ever see that sessions live longer. */
export function isToBeTried({ past }: History): boolean {
  const since = past.slice(past.findLastIndex(({ died }) => died !== null) + 1);
  return since.filter(({ renewed }) => renewed).length >= TRUST;
}

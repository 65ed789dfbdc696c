/** Whether sessions end at a fixed age. Ends that come at any time (a restart of the site, a sign-out elsewhere) seem to, as long as few were seen. */
import type { Past } from './history.js';
import { least, most } from './spans.js';

/** The age near which sessions seem to end. Ms. */
export interface FixedLife {
  /** So long nearly all live that have not ended of something else. */
  readonly from: number;
  /** None of them was seen to live longer. */
  readonly to: number;
  /** Whether it is more than chance, and a new session in time would live as long again. */
  readonly is_sure: boolean;
}

/** Ends so near to the greatest age that was seen are of one rule. */
const SPREAD = 0.05;
/** One in so many of those may end sooner than the bound. */
const RARE = 0.1;
/** How seldom ends at any time may be taken for a fixed age. A login that nobody needs costs more than a session that a look finds over. */
const MISTAKEN = 1 / 200;
/** Of renewals one in so many may have been for nothing. */
const FOR_NOTHING = 4;

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

function choose(of: number, some: number): number {
  let ways = 1;
  for (let n = 1; n <= some; n += 1) ways *= (of - some + n) / n;
  return ways;
}

/**
 * How likely it is that sessions which end at any time, at the rate that was seen, would have ended so near to each other: the first end names the age, and
 * each other one has come there by chance. Sessions that were renewed in time count by their age: they have not ended.
 * @param near how many of all `ends` were then
 */
function chanceOf(all: readonly Past[], { from, to, near, ends }: Record<'from' | 'to' | 'near' | 'ends', number>) {
  const rate = ends / sum(all.map(({ lived }) => lived));
  const one = Math.exp(-rate * from) * (1 - Math.exp(-rate * (to - from)));
  return choose(ends - 1, near - 1) * one ** (near - 1);
}

/**
 * Whether the site ends sessions by the clock, say in a restart each night: what a renewal has made is over when the one before it would have been. Seen from
 * one login to the next, such sessions are all of one age.
 */
function isByClock(past: readonly Past[], to: number): boolean {
  const made = past.flatMap((each, at) => (past[at - 1]?.renewed ? [{ before: past[at - 1]!, each }] : []));
  const forNothing = made.filter(({ before, each }) => each.died !== null && before.lived + each.lived < to);
  return forNothing.length > 0 && forNothing.length * FOR_NOTHING >= made.length;
}

/**
 * @param all those that are gone, the oldest first, then the one that there is now
 * @returns null where none has ended by itself near the greatest age that was seen
 */
export function findFixedLife(all: readonly Past[]): FixedLife | null {
  const ended = all.flatMap((past) => (past.died === null ? [] : [{ ...past, died: past.died }]));
  const greatest = most(all.map(({ lived }) => lived));
  const near = ended.filter(({ died }) => died > greatest * (1 - SPREAD));
  if (near.length === 0) return null;
  const died = near.map((each) => each.died).sort((one, other) => one - other);
  // Whatever ended sooner had another cause. Of these, what few ends came before is the bound, and what was outlived where none did.
  const from = Math.min(greatest, died[Math.floor(died.length * RARE)]!);
  const to = died.at(-1)!;
  const between = { from: least(near.map(({ lived }) => lived)), to };
  const chance = chanceOf(all, { ...between, near: near.length, ends: ended.length });
  return { from, to, is_sure: near.length > 1 && chance <= MISTAKEN && !isByClock(all, to) };
}

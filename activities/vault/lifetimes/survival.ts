/** When something ends that is only looked at now and then: each end is known as an interval. */

/** It ended after `after`, and by `by`; infinite where it has not. */
export interface Ended {
  readonly after: number;
  readonly by: number;
}

interface Mass extends Ended {
  readonly share: number;
}

const ROUNDS = 200;
/** A change of the shares that makes no difference. */
const NOTHING = 1e-4;

/**
 * How ends are spread: the nonparametric maximum likelihood of interval-censored observations (B. W. Turnbull, "The Empirical Distribution Function with
 * Arbitrarily Grouped, Censored and Truncated Data", 1976), by its self-consistency.
 * @param seen at least one
 */
function spread(seen: readonly Ended[]): readonly Mass[] {
  const innermost = gaps(seen);
  const holds = seen.map((one) => innermost.map(({ after, by }) => one.after <= after && by <= one.by));
  let shares = innermost.map(() => 1 / innermost.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const wholes = holds.map((row) => shares.reduce((sum, share, at) => sum + (row[at] ? share : 0), 0));
    const before = shares;
    shares = before.map(
      (share, at) => holds.reduce((sum, row, each) => sum + (row[at] ? share / wholes[each]! : 0), 0) / seen.length,
    );
    if (shares.every((share, at) => Math.abs(share - before[at]!) < NOTHING)) break;
  }
  return innermost.map((each, at) => ({ ...each, share: shares[at]! }));
}

/** Where ends can be told from each other: between a beginning and the end that follows it with none of either between. In order. */
function gaps(seen: readonly Ended[]): readonly Ended[] {
  const marks = [
    // An interval holds its end and not its beginning: of both at the same place the end comes first.
    ...seen.map(({ by }) => ({ at: by, begins: 0 })),
    ...seen.map(({ after }) => ({ at: after, begins: 1 })),
  ].sort((one, other) => (one.at === other.at ? one.begins - other.begins : one.at - other.at));
  return marks.flatMap((mark, index) => {
    const { at: by, begins } = marks[index + 1] ?? mark;
    return mark.begins === 1 && begins === 0 ? [{ after: mark.at, by }] : [];
  });
}

export interface Estimate {
  /** So long nearly all of them live. Ms. */
  readonly lower: number;
  /** Half of them live longer; null where that has not been seen yet. Ms. */
  readonly median: number | null;
}

/** One in so many may end sooner than the lower bound. */
const RARE = 0.1;

/** @returns null where nothing was seen to end */
export function estimate(seen: readonly Ended[]): Estimate | null {
  if (!seen.some(({ by }) => Number.isFinite(by))) return null;
  const masses = spread(seen);
  const upTo = (index: number): number => masses.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0);
  const at = (share: number): Mass => masses.find((_, index) => upTo(index) > share) ?? masses.at(-1)!;
  const half = at(0.5);
  return { lower: at(RARE).after, median: Number.isFinite(half.by) ? (half.after + half.by) / 2 : null };
}

/** How long logins by themselves wait because the sessions of an agent end as soon as they have begun. Pure. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A session that ended sooner than this was a short one. Ms. */
export const SHORT = 5 * MINUTE;
/** After the first short session in a row, the second, and so on; the last one from then on. The first can happen to anybody: somebody has logged out. */
export const STEPS = [0, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR] as const;

/** What is known of an agent's sessions. Times in ms since the epoch. */
export interface Pace {
  /** When a login for which something was typed ended in a proven session. */
  readonly proved_at: number;
  /** When that session was said to be over; null: it was not. */
  readonly ended_at: number | null;
  /** Short ones in a row. */
  readonly short_ones: number;
}

/** A login has ended in a proven session for which something was typed. */
export const proved = (before: Pace | undefined, now: number): Pace => ({
  proved_at: now,
  ended_at: null,
  short_ones: before?.short_ones ?? 0,
});

/** The session is there after all: whoever said that it was over was wrong. */
export const mistaken = (before: Pace): Pace =>
  before.ended_at === null ? before : { ...before, ended_at: null, short_ones: Math.max(0, before.short_ones - 1) };

/** The session is said to be over; said again, it ended the first time. */
export function over(before: Pace, now: number): Pace {
  if (before.ended_at !== null) return before;
  return { ...before, ended_at: now, short_ones: now - before.proved_at < SHORT ? before.short_ones + 1 : 0 };
}

/** Until when no login goes out by itself; 0 where one may. */
export function waitsUntil({ ended_at, short_ones }: Pace): number {
  if (ended_at === null || short_ones === 0) return 0;
  return ended_at + STEPS[Math.min(short_ones, STEPS.length) - 1]!;
}

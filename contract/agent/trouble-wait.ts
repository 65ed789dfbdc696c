const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the first trouble of a site in a row, the second, the third, and each later one. */
const WAITS = [15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR] as const;

/**
 * How long a site that was in trouble is left alone.
 * @param inARow how often it was, 1 or more
 * @returns ms
 */
export const troubleWait = (inARow: number): number => WAITS[Math.min(inARow, WAITS.length) - 1] as number;

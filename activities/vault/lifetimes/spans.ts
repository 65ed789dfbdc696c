/** The shortest of some spans; infinite where there is none. */
export const least = (spans: readonly number[]): number => spans.reduce((one, other) => Math.min(one, other), Infinity);

/** The longest of some spans; 0 where there is none. */
export const most = (spans: readonly number[]): number => spans.reduce((one, other) => Math.max(one, other), 0);

const DAY_MS = 86_400_000;
/** Browsers keep no cookie for longer (RFC 6265bis section 5.5), and what is said to last that long is meant to last for ever. */
const LONGEST_MS = 399 * DAY_MS;
/** Seconds, milliseconds, microseconds, nanoseconds; all since the epoch. In ms. */
const UNITS = [1_000, 1, 1e-3, 1e-6];

/** A time at which a session may end: not in the past, nor further away than anything a browser keeps; else null. */
export function plausible(time: number, now: number): number | null {
  const at = Math.floor(time);
  return at > now && at - now < LONGEST_MS ? at : null;
}

/** A time since the epoch, in whatever unit makes it one at which a session may end. */
export function timeOf(value: unknown, now: number): number | null {
  if (typeof value === 'string') return /^\d{9,20}$/.test(value) ? timeOf(Number(value), now) : dateOf(value, now);
  if (typeof value !== 'number') return null;
  return UNITS.map((unit) => plausible(value * unit, now)).find((time) => time !== null) ?? null;
}

/** RFC 3339, or as in a `Date` header. */
const dateOf = (text: string, now: number): number | null =>
  /^(?:\d{4}-\d\d-\d\dT|[A-Z][a-z]{2}, \d)/.test(text) ? plausible(Date.parse(text), now) : null;

/** So many seconds from now (RFC 6749 section 5.1). */
export const timeIn = (seconds: unknown, now: number): number | null =>
  typeof seconds === 'number' || (typeof seconds === 'string' && /^\d{1,9}$/.test(seconds))
    ? plausible(now + Number(seconds) * 1_000, now)
    : null;

/** How far apart what two visits got may end: they began minutes apart, and a site writes down whole minutes. */
const SAME_MS = 15 * 60_000;

/** Whether two visits were given something that lasts equally long. */
export const lastsAsLong = (one: number, other: number, now: number): boolean =>
  Math.abs(one - other) <= Math.min(SAME_MS, Math.max(one - now, other - now) / 4);

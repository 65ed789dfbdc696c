/** Further from ours a site's clock is not the one by which it checks codes; nor is a page to ask for codes of another day. */
const BELIEVED_MS = 600_000;
/** A `Date` header is rounded down to seconds (RFC 9110 section 6.6.1), and has been on its way. */
const LATE_MS = 2_000;

/**
 * By how many ms the clock of a site is ahead of ours, by the headers `Date` and `Age` of an answer; 0 where it can't be its clock.
 * @returns null where they say nothing of it
 */
export function offsetOf(date: string | undefined, age: string | undefined, now: number): number | null {
  const time = Date.parse(date ?? '');
  // A copy from a cache says what time it was, not what time it is (RFC 9111 section 5.1).
  if (Number.isNaN(time) || (age !== undefined && age.trim() !== '0')) return null;
  const offset = time - now;
  return Math.abs(offset) <= BELIEVED_MS + LATE_MS ? offset : 0;
}

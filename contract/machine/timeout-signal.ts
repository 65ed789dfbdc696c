/** The longest timer of Node, 24 days; one that is longer ends at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * A signal that aborts after a time.
 * @param ms need not be a whole number, as Node wants it; more than 24 days count as 24
 */
export const timeoutSignal = (ms: number): AbortSignal =>
  AbortSignal.timeout(Math.min(Math.ceil(Math.max(0, ms)), MAX_TIMER_MS));

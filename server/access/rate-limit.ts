import { BoundedMap } from '../bounded-map.js';

const WINDOW_MS = 60_000;
const MAX_CALLERS = 10_000;

/** Where a caller stands after a request, as the headers say it. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the next window; set when the limit is exceeded. */
  readonly retryAfter: number | null;
}

/** Counts requests by caller, in windows of one minute. */
export class RateLimit {
  readonly #windows = new BoundedMap<{ readonly endsAt: number; count: number }>(MAX_CALLERS);

  /** @param limit requests in a minute */
  constructor(
    readonly limit: number,
    readonly clock: () => number = Date.now,
  ) {}

  /** Counts a request. */
  take(caller: string): Allowance {
    const now = this.clock();
    let window = this.#windows.get(caller);
    if (!window || window.endsAt <= now) {
      window = { endsAt: now + WINDOW_MS, count: 0 };
      this.#windows.set(caller, window);
    }
    window.count += 1;
    return this.#allowance(window.count, window.endsAt - now);
  }

  /** Where a caller stands, without counting. */
  look(caller: string): Allowance {
    const now = this.clock();
    const window = this.#windows.get(caller);
    return window && window.endsAt > now
      ? this.#allowance(window.count + 1, window.endsAt - now)
      : this.#allowance(0, WINDOW_MS);
  }

  #allowance(count: number, leftMs: number): Allowance {
    const exceeded = count > this.limit;
    return {
      limit: this.limit,
      remaining: Math.max(0, this.limit - count),
      retryAfter: exceeded ? Math.ceil(leftMs / 1000) : null,
    };
  }
}

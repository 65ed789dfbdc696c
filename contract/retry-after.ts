/** Of a day: a site that asks for more is asked again then. Ms. */
export const LONGEST_RETRY_AFTER = 24 * 3_600_000;

/** Statuses whose `Retry-After` says when the server takes requests again (RFC 9110 section 15.6.4, RFC 6585 section 4). */
const ASKS: ReadonlySet<number> = new Set([429, 503]);

/** IMF-fixdate, and the two obsolete forms that a recipient has to read (RFC 9110 section 5.6.7). The last one names no zone; it is GMT. */
const DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
] as const;

/** Ms since the epoch; null for what is not an HTTP date. */
function readDate(text: string): number | null {
  const form = DATES.findIndex((pattern) => pattern.test(text));
  if (form === -1) return null;
  const time = Date.parse(form === 2 ? `${text} GMT` : text);
  return Number.isNaN(time) ? null : time;
}

/** An answer of a server, as far as it is needed. Names of headers in lower case. */
interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * How long a site wants to be left alone, by the header `Retry-After` (RFC 9110 section 10.2.3) of a 429 or 503: seconds, or a date. A date counts from
 * the answer's own `Date`, so that a clock that is wrong there changes nothing. A day at most.
 * @param now ms since the epoch, for an answer without a usable `Date`
 * @returns ms; null where it does not say, or says nothing that makes sense
 */
export function readRetryAfter({ status, headers }: Answered, now: number): number | null {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  if (!ASKS.has(status)) return null;
  const asked = header('retry-after');
  const until = readDate(asked);
  // A copy from a cache says what time it was (RFC 9111 section 5.1).
  const sent = header('age') === '' ? readDate(header('date')) : null;
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : until === null ? 0 : until - (sent ?? now);
  return wait > 0 ? Math.min(wait, LONGEST_RETRY_AFTER) : null;
}

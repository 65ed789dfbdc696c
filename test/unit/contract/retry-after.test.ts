import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_RETRY_AFTER, readRetryAfter } from '../../../contract/retry-after.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const read = (headers: Record<string, string>, status = 503): number | null => readRetryAfter({ status, headers }, NOW);

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['a date', 'Sun, 01 Mar 2026 12:10:00 GMT', 600_000],
    ['a date as of RFC 850', 'Sunday, 01-Mar-26 12:10:00 GMT', 600_000],
    ['a date as of asctime', 'Sun Mar  1 12:10:00 2026', 600_000],
    ['more than a day', '31536000', LONGEST_RETRY_AFTER],
    ['more than numbers hold', '9'.repeat(400), LONGEST_RETRY_AFTER],
    ['a date in years', 'Fri, 01 Mar 2030 12:00:00 GMT', LONGEST_RETRY_AFTER],
  ])('says how long: %s', (_, value, wait) => expect(read({ 'retry-after': value })).toBe(wait));

  it.each(['', '0', '-5', '1.5', '1e3', '0x10', 'soon', '12 seconds', '2026-03-01T13:00:00Z', '10, 20'])(
    'that makes no sense says nothing: %j',
    (value) => expect(read({ 'retry-after': value })).toBeNull(),
  );

  it('in the past says nothing', () => {
    expect(read({ 'retry-after': 'Sun, 01 Mar 2026 11:59:59 GMT' })).toBeNull();
  });

  it.each([200, 301, 403, 500, 502])('counts for 429 and 503 alone, not for %i', (status) => {
    expect(read({ 'retry-after': '60' }, status)).toBeNull();
    expect(read({ 'retry-after': '60' }, 429)).toBe(60_000);
  });

  it('counts by the clock of the site that sent it', () => {
    // That site is a year behind.
    const date = 'Sat, 01 Mar 2025 12:00:00 GMT';
    expect(read({ 'retry-after': 'Sat, 01 Mar 2025 12:05:00 GMT', date })).toBe(300_000);
    expect(read({ 'retry-after': 'Sun, 01 Mar 2026 12:05:00 GMT', date: 'nonsense' })).toBe(300_000);
    expect(read({ 'retry-after': 'Sun, 01 Mar 2026 12:05:00 GMT', date, age: '100' })).toBe(300_000);
  });

  it('is a day at most, and more than nothing, whatever is said', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, date) => {
        const wait = read({ 'retry-after': value, date });
        if (wait === null) return;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(LONGEST_RETRY_AFTER);
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Counted, stopOf } from '../../activities/vault/ledger/rules.js';
import { CEILINGS } from '../../activities/vault/submission.js';

const DAY = 86_400_000;
const counted = fc.record({
  invocation_id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'),
  came_to: fc.constantFrom(
    'accepted',
    'refused',
    'unknown',
    'lost',
    'site_trouble',
    'locked',
    'not_allowed',
    'not_sent',
    'cleared',
  ),
  at: fc.integer({ min: 0, max: 3 * DAY }),
  until: fc.option(fc.integer({ min: 0, max: 6 * DAY })),
  attended: fc.boolean(),
  ended: fc.constant(true),
}) satisfies fc.Arbitrary<Counted>;
const history = fc.array(counted, { maxLength: 20 });
const now = fc.integer({ min: 3 * DAY, max: 5 * DAY });

it('a stop with a time ends then, unless there is another one', () => {
  fc.assert(
    fc.property(history, now, (rows, time) => {
      const stop = stopOf(rows, null, time, CEILINGS);
      if (stop?.until == null) return;
      expect(stop.until).toBeGreaterThan(time);
      expect(stopOf(rows, null, stop.until, CEILINGS)).not.toEqual(stop);
    }),
  );
});

it('a lock whose time had passed when the site told of it is a lock for a day', () => {
  const locked = { invocation_id: 'a', came_to: 'locked', attended: false, ended: true, at: 3 * DAY } as const;
  for (const until of [null, 0, 3 * DAY - 1, 3 * DAY])
    expect(stopOf([{ ...locked, until }], null, 3 * DAY + 1, CEILINGS)).toEqual({ why: 'locked', until: 4 * DAY });
  const said = stopOf([{ ...locked, until: 3 * DAY + 60_000 }], null, 3 * DAY + 1, CEILINGS);
  expect(said).toEqual({ why: 'locked', until: 3 * DAY + 60_000 });
});

it('what nobody knows of, with nobody there, is never sent a third time', () => {
  fc.assert(
    fc.property(history, now, (rows, time) => {
      const unclear = rows.filter(
        ({ came_to, attended }) => !attended && (came_to === 'unknown' || came_to === 'lost'),
      );
      if (unclear.length >= CEILINGS.unclear) expect(stopOf(rows, null, time, CEILINGS)).not.toBeNull();
    }),
  );
});

it('no more than ten logins go out in a day', () => {
  fc.assert(
    fc.property(history, now, (rows, time) => {
      const counts = rows.filter(({ came_to, at }) => !['not_sent', 'cleared'].includes(came_to) && at > time - DAY);
      const logins = new Set(counts.map(({ invocation_id }) => invocation_id));
      if (logins.size >= CEILINGS.daily) expect(stopOf(rows, null, time, CEILINGS)).not.toBeNull();
    }),
  );
});

it('a further submission that counts never lets out what was stopped', () => {
  fc.assert(
    fc.property(history, counted, now, (rows, more, time) => {
      if (stopOf(rows, null, time, CEILINGS) !== null)
        expect(stopOf([...rows, more], null, time, CEILINGS)).not.toBeNull();
    }),
  );
});

it('an account that is not let in is tried again after an hour, then twice as long each time, daily at most', () => {
  const HOUR = DAY / 24;
  const bar = (at: number): Counted => ({
    invocation_id: `i${at}`,
    came_to: 'not_allowed',
    at,
    until: null,
    attended: false,
    ended: true,
  });
  const waitOf = (times: number): number => {
    const rows = Array.from({ length: times }, (_, n) => bar(n));
    return (stopOf(rows, null, times, CEILINGS)?.until ?? 0) - (times - 1);
  };
  expect([1, 2, 3, 6, 9].map(waitOf)).toEqual([HOUR, 2 * HOUR, 4 * HOUR, DAY, DAY]);
  expect(stopOf([bar(0)], null, 1, CEILINGS)?.why).toBe('not_allowed');
});

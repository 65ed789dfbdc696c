import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mistaken,
  over,
  type Pace,
  proved,
  SHORT,
  STEPS,
  waitsUntil,
} from '../../../activities/vault/ledger/pacing.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Logs in as soon as it may, each session living so long. @returns for how long each login was put off */
function waitsAfter(lives: readonly number[]): number[] {
  let pace: Pace | undefined;
  let now = 0;
  return lives.map((life) => {
    pace = over(proved(pace, now), now + life);
    const end = now + life;
    now = Math.max(end, waitsUntil(pace));
    return now - end;
  });
}

describe('logins after sessions that end at once', () => {
  it('wait 1, 5, 30 minutes, 2 and 8 hours and then a day each, but for the first', () => {
    const waits = waitsAfter(Array.from({ length: 9 }, () => 4 * MINUTE));
    expect(waits).toEqual([0, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR, 24 * HOUR, 24 * HOUR]);
  });

  it('wait no more after one that lived for five minutes, and begin anew then', () => {
    expect(waitsAfter([0, 0, 0, SHORT, 0, 0])).toEqual([0, MINUTE, 5 * MINUTE, 0, 0, MINUTE]);
  });

  const event = fc.record({
    what: fc.constantFrom('proved' as const, 'over' as const, 'mistaken' as const),
    after: fc.integer({ min: 0, max: 10 * MINUTE }),
  });

  it('are never made before their step, and never wait for longer than a day', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let pace: Pace | undefined;
        let now = 0;
        let inARow = 0;
        for (const { what, after } of events) {
          now += after;
          if (what === 'proved') pace = proved(pace, now);
          if (pace === undefined) continue;
          const wasOpen = pace.ended_at === null;
          if (what === 'over' && wasOpen) inARow = now - pace.proved_at < SHORT ? inARow + 1 : 0;
          if (what === 'mistaken' && !wasOpen) inARow = Math.max(0, inARow - 1);
          if (what === 'over') pace = over(pace, now);
          if (what === 'mistaken') pace = mistaken(pace);
          const wait = pace.ended_at === null ? 0 : waitsUntil(pace) - pace.ended_at;
          if (pace.ended_at === null) expect(waitsUntil(pace)).toBe(0);
          else if (inARow === 0) expect(waitsUntil(pace)).toBe(0);
          else expect(wait).toBe(STEPS[Math.min(inARow, STEPS.length) - 1]);
          expect(wait).toBeLessThanOrEqual(24 * HOUR);
        }
      }),
    );
  });

  it('are put off by a second report of the same end no further', () => {
    const ended = over(over(proved(undefined, 0), 1), 2);
    const again = over(over(proved(ended, 10), 11), 11 + 4 * MINUTE);
    expect(waitsUntil(again)).toBe(11 + MINUTE);
  });
});

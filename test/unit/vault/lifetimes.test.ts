/** What is learned of how long sessions live: from ends that are only seen between two looks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownEnd, marginOf, renewalAt, restBefore } from '../../../activities/vault/lifetimes/end.js';
import {
  type History,
  type LifeEvent,
  NO_HISTORY,
  next,
  REMEMBERED,
} from '../../../activities/vault/lifetimes/history.js';
import { isToBeTried, learn, learnRest } from '../../../activities/vault/lifetimes/learned.js';
import { estimate } from '../../../activities/vault/lifetimes/survival.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A site whose sessions end at an age, or when nobody has used them for a while. */
interface Site {
  readonly age: number;
  readonly rest: number;
}

const began = (at: number, more: Partial<Extract<LifeEvent, { kind: 'began' }>> = {}): LifeEvent => ({
  kind: 'began',
  at,
  excused: false,
  renewed: false,
  ...more,
});

/** Sessions of an agent that looks after each of these pauses, and logs in again when one is over. */
function live({ age, rest }: Site, pauses: readonly number[]): History {
  let [history, now, born, used] = [next(NO_HISTORY, began(0)), 0, 0, 0];
  for (const pause of pauses) {
    now += pause;
    const isOver = now - born >= age || now - used >= rest;
    if (isOver) {
      history = next(history, { kind: 'over', at: now, excused: false, seen: true });
      history = next(history, began(now));
      born = now;
    } else history = next(history, { kind: 'seen', at: now });
    used = now;
  }
  return history;
}

const deaths = (history: History): number => history.past.filter(({ died }) => died !== null).length;
const pauses = fc.array(fc.integer({ min: MINUTE, max: 3 * HOUR }), { minLength: 5, maxLength: 80 });

const anyEvent = fc.record({ after: fc.integer({ min: 0, max: 20 * HOUR }), which: fc.nat(4), flag: fc.boolean() });

function eventAt(at: number, which: number, flag: boolean): LifeEvent {
  const kinds: readonly LifeEvent[] = [
    began(at, { renewed: flag }),
    { kind: 'seen', at },
    { kind: 'lent', at },
    { kind: 'over', at, excused: flag, seen: !flag },
    { kind: 'ended' },
  ];
  return kinds[which]!;
}

function reduced(
  events: readonly { readonly after: number; readonly which: number; readonly flag: boolean }[],
): History {
  let [history, at] = [NO_HISTORY, 0];
  for (const { after, which, flag } of events) {
    at += after;
    history = next(history, eventAt(at, which, flag));
  }
  return history;
}

describe('whatever comes', () => {
  it('is remembered in a bounded size, in spans that can be, and known again from its text', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 120 }), (events) => {
        const history = reduced(events);
        expect(history.past.length).toBeLessThanOrEqual(REMEMBERED);
        expect(JSON.parse(JSON.stringify(history))).toEqual(history);
        for (const { lived, died, rested, unused } of history.past) {
          expect(Math.min(lived, rested)).toBeGreaterThanOrEqual(0);
          if (died !== null) expect(died).toBeGreaterThan(lived);
          if (unused !== null) expect(unused).toBeGreaterThan(0);
        }
        const learned = learn(history);
        expect(learned === null).toBe(deaths(history) === 0);
        if (learned?.age) expect(learned.age.from).toBeLessThanOrEqual(learned.age.to);
        if (learned) expect(Number.isFinite(learnRest(history)!.died_unused)).toBe(true);
      }),
    );
  });

  it('an end with a cause of its own, an end by us and one that was taken back teach nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: HOUR }), fc.nat(3)), { maxLength: 40 }), (steps) => {
        let [history, at] = [next(NO_HISTORY, began(0)), 0];
        for (const [after, how] of steps) {
          at += after;
          if (how === 0) history = next(history, { kind: 'over', at, excused: true, seen: true });
          if (how === 1) history = next(history, { kind: 'ended' });
          if (how === 2) {
            history = next(history, { kind: 'over', at, excused: false, seen: false });
            history = next(history, { kind: 'seen', at });
          }
          history = next(history, began(at, { renewed: true, excused: how === 0 }));
        }
        expect(learn(history)).toBeNull();
      }),
    );
  });
});

const hourly = (hours: number): number[] => Array.from({ length: hours }, (_, n) => HOUR * (0.9 + ((n * 7) % 11) / 50));
/** At an age. */
const dying = (age: number, hours: number): History => live({ age, rest: Number.POSITIVE_INFINITY }, hourly(hours));

describe('a site that ends sessions at an age', () => {
  it('whatever is believed of it lies below, and a renewal before that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 * HOUR, max: 12 * HOUR }), pauses, (age, all) => {
        const history = live({ age, rest: Number.POSITIVE_INFINITY }, [...all, ...hourly(20)]);
        const end = knownEnd(history, null);
        const due = renewalAt('agent_x', history, null, { born: 0, tried: null });
        if (learn(history)?.ends_by !== 'age') {
          expect(end.reason).toBe('unknown');
          expect(due).toBeNull();
        } else {
          expect(end).toMatchObject({ reason: 'learned', moves: false });
          expect(end.at! - history.now!.born).toBeLessThan(age);
          expect(due).toBeLessThan(end.at!);
        }
      }),
    );
  });

  it('a few ends are not believed, more are where they lie together, and what was outlived is the bound', () => {
    const age = 8 * HOUR;
    const after = (deaths_: number): History => {
      let hours = 1;
      while (deaths(dying(age, hours)) < deaths_) hours += 1;
      return dying(age, hours);
    };
    expect([1, 2, 4, 6].map((n) => learn(after(n))!.ends_by)).toEqual(['chance', 'chance', 'age', 'age']);
    const [few, many] = [learn(after(4))!.age!, learn(after(9))!.age!];
    expect(few.from).toBeLessThan(age);
    expect(many.from).toBeGreaterThanOrEqual(few.from);
    expect(many.from).toBeLessThan(age);
  });

  it('what was renewed and was over all the same when it would have been without, ends by the clock', () => {
    let history = dying(24 * HOUR, 140);
    expect(learn(history)!.ends_by).toBe('age');
    const { born } = history.now!;
    history = next(history, { kind: 'seen', at: born + 22 * HOUR });
    history = next(history, began(born + 23 * HOUR, { renewed: true }));
    expect(learn(history)!.ends_by).toBe('age');
    history = next(history, { kind: 'over', at: born + 24 * HOUR, excused: false, seen: true });
    expect(learn(next(history, began(born + 24 * HOUR)))!.ends_by).toBe('chance');
  });
});

describe('a site that ends sessions which nobody uses', () => {
  it('a session that outlives in use the age at which another ended is found to go on by use', () => {
    let history = next(NO_HISTORY, began(0));
    history = next(history, { kind: 'seen', at: 2 * HOUR });
    history = next(history, { kind: 'over', at: 5 * HOUR, excused: false, seen: true });
    history = next(history, began(5 * HOUR));
    expect(learn(history)!.ends_by).toBe('chance');
    for (let hours = 6; hours < 12; hours += 1) history = next(history, { kind: 'seen', at: hours * HOUR });
    expect(learn(history)!.ends_by).toBe('rest');
    expect(knownEnd(history, null)).toEqual({ at: 13 * HOUR, reason: 'learned', moves: true });
    // It is not logged in again for that.
    expect(renewalAt('agent_x', history, null, { born: 0, tried: null })).toBeNull();
  });

  it('visits come to be sooner than it ends them, however often they are to begin with', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 300 }), (minutes) => {
        const rest = minutes * MINUTE;
        let history = next(NO_HISTORY, began(0));
        let [now, every, ended] = [0, 6 * HOUR, 0];
        for (let n = 0; n < 30; n += 1) {
          now += every;
          if (every >= rest) {
            ended += 1;
            history = next(history, { kind: 'over', at: now, excused: false, seen: true });
            history = next(history, began(now));
          } else history = next(history, { kind: 'seen', at: now });
          every = Math.min(restBefore(history) ?? every, 6 * HOUR);
        }
        expect(every).toBeLessThan(rest);
        expect(ended).toBeLessThan(10);
      }),
    );
  });

  it('what was handed out may have been used: that it lives says nothing of how long it may rest', () => {
    let history = next(NO_HISTORY, began(0));
    history = next(history, { kind: 'lent', at: HOUR });
    history = next(history, { kind: 'seen', at: 20 * HOUR });
    expect(history.now!.rested).toBe(0);
  });
});

describe('what the site announced', () => {
  const announced = 10 * HOUR;

  it('counts, unless its sessions were seen to end sooner', () => {
    const quiet = next(NO_HISTORY, began(0));
    expect(knownEnd(quiet, announced)).toMatchObject({ at: announced, reason: 'announced' });
    const short = dying(3 * HOUR, 24);
    const { born } = short.now!;
    expect(knownEnd(short, born + announced)).toMatchObject({ reason: 'learned', moves: false });
    expect(knownEnd(short, born + HOUR)).toMatchObject({ at: born + HOUR, reason: 'announced' });
    const once = dying(3 * HOUR, 4);
    expect(knownEnd(once, once.now!.born + announced)).toMatchObject({ reason: 'announced' });
  });

  it('nothing is known of a session that nobody has seen begin', () => {
    expect(knownEnd(NO_HISTORY, null)).toEqual({ at: null, reason: 'unknown', moves: false });
    expect(renewalAt('agent_x', NO_HISTORY, null, { born: 0, tried: null })).toBeNull();
  });
});

describe('the margin', () => {
  it('is before the end, leaves half of the life, grows with it, and is the same each time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 400 * 24 * HOUR }), (id, life) => {
        const margin = marginOf(id, 7, 7 + life);
        expect(margin).toBe(marginOf(id, 7, 7 + life));
        expect(margin).toBeLessThanOrEqual(Math.ceil(life / 2));
        expect(margin).toBeLessThanOrEqual(24 * HOUR);
        if (life > 10 * MINUTE) expect(margin).toBeGreaterThanOrEqual(2 * MINUTE);
        expect(marginOf(id, 7, 7 + life * 2)).toBeGreaterThanOrEqual(margin);
      }),
    );
    const margins = new Set(Array.from({ length: 50 }, (_, n) => marginOf(`agent_${n}`, 0, 8 * HOUR)));
    expect(margins.size).toBeGreaterThan(40);
  });

  it('a renewal that came to nothing is tried again a few times before the end', () => {
    const history = next(NO_HISTORY, began(0));
    const end = 100 * HOUR;
    let at = renewalAt('agent_x', history, end, { born: 0, tried: null });
    let tries = 0;
    while (at !== null) {
      expect(at).toBeLessThan(end);
      tries += 1;
      const again = renewalAt('agent_x', history, end, { born: 0, tried: at });
      if (again !== null) expect(again - at).toBeGreaterThanOrEqual(10 * MINUTE);
      at = again;
    }
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(10);
  });

  it('one session is left alone from time to time, to see whether what was learned still holds', () => {
    let history = dying(3 * HOUR, 24);
    let at = history.now!.alive;
    const renewals: boolean[] = [];
    for (let n = 0; n < 10; n += 1) {
      renewals.push(isToBeTried(history));
      at += 2 * HOUR;
      history = next(next(history, { kind: 'seen', at: at - HOUR }), began(at, { renewed: true }));
    }
    expect(renewals).toEqual([...Array(8).fill(false), true, true]);
  });
});

describe('ends that are known as intervals', () => {
  it('where all fit one moment, it is between the last that was outlived and the first that was not', () => {
    const seen = [
      { after: 4, by: 9 },
      { after: 6, by: 12 },
      { after: 5, by: 8 },
      { after: 7, by: Number.POSITIVE_INFINITY },
    ];
    expect(estimate(seen)).toEqual({ lower: 7, median: 7.5 });
  });

  it('ends are exact where they are seen exactly', () => {
    const seen = Array.from({ length: 20 }, (_, n) => ({ after: n, by: n + 1 }));
    expect(estimate(seen)).toEqual({ lower: 2, median: 10.5 });
  });

  it('nothing was seen to end', () => {
    expect(estimate([{ after: 3, by: Number.POSITIVE_INFINITY }])).toBeNull();
  });
});

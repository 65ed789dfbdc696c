/** What renewals before a learned end cost and spare, on generated sites: no login but where it is known to be needed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variant, variants } from '../../support/variants.js';
import { anyTime, atAge, byClock, DAY, either, HOUR, type Lived, live, type Rule, unused } from './generated-sites.js';

const seeds = fc.integer({ min: 1, max: 1e9 });
const ratioOf = (all: readonly Lived[]): number =>
  all.reduce((sum, { logins }) => sum + logins, 0) / all.reduce((sum, { needed }) => sum + needed, 0);

/** Sites of a kind, each an agent's own. */
function onSites(hours: fc.Arbitrary<number>, days: number, ruleOf: (hours: number, seed: number) => Rule): Lived[] {
  return fc
    .sample(fc.tuple(hours, seeds), { numRuns: 6, seed: 20261129 })
    .map(([each, seed]) => live(ruleOf(each, seed), { forHowLong: days * DAY, seed }));
}

describe('logins for each one that is needed', () => {
  it('at a fixed age: at most 1.1 on every site, and hardly anybody meets a session that is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 48 * 60 }), seeds, (minutes, seed) => {
        const age = (minutes * HOUR) / 60;
        const lived = live(atAge(age), { forHowLong: 40 * age, seed });
        expect(lived.logins / lived.needed).toBeLessThanOrEqual(1.1);
        // One that finds every end by its hourly look: half an hour of each life.
        expect(lived.dead).toBeLessThan((0.5 * HOUR) / age / 2);
      }),
      { numRuns: 8 },
    );
  });

  it.each<[string, fc.Arbitrary<number>, (hours: number, seed: number) => Rule]>(
    variants(2, [
      ['at any time', fc.integer({ min: 4, max: 200 }), (hours, seed) => anyTime(hours * HOUR, seed)],
      ['by the clock', fc.integer({ min: 4, max: 72 }), (hours) => byClock(hours * HOUR)],
      ['for want of use', fc.integer({ min: 2, max: 24 }), (hours) => unused(hours * HOUR)],
      [
        'for want of use, or at any time',
        fc.integer({ min: 2, max: 24 }),
        (hours, seed) => either(unused(hours * HOUR), anyTime(80 * HOUR, seed)),
      ],
    ] as const),
  )('%s: at most 1.05 over all sites', (_, hours, ruleOf) => {
    expect(ratioOf(onSites(hours, 40, ruleOf))).toBeLessThanOrEqual(1.05);
  });

  variant('at an age, if nothing ends them before: at most 1.1 over all sites, and less than a look would find', () => {
    const all = onSites(fc.integer({ min: 4, max: 30 }), 60, (hours, seed) =>
      either(atAge(hours * HOUR), anyTime(100 * HOUR, seed)),
    );
    expect(ratioOf(all)).toBeLessThanOrEqual(1.1);
  });

  it('a session whose end is expected is looked at more closely, and no other one is', () => {
    const [fixed, random] = [atAge(6 * HOUR), anyTime(60 * HOUR, 7)].map((rule) =>
      live(rule, { forHowLong: 60 * DAY, seed: 3 }),
    );
    for (const { looks } of [fixed!, random!]) expect(looks / 60).toBeLessThan(26);
  });
});

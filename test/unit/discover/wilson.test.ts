import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wilson } from '../../bench/discovery/wilson.js';

it('gives the known interval of 118 out of 122', () => {
  const { low, high } = wilson(118, 122);
  expect(low).toBeCloseTo(0.9188, 3);
  expect(high).toBeCloseTo(0.9872, 3);
});

it('always holds the share', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (hits, misses) => {
      const { low, high } = wilson(hits, hits + misses);
      const share = hits + misses === 0 ? 0.5 : hits / (hits + misses);
      expect(low).toBeLessThanOrEqual(share + 1e-9);
      expect(high).toBeGreaterThanOrEqual(share - 1e-9);
    }),
  );
});

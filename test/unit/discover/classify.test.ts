import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../activities/login/page-world/scan/classify.js';
import type { Features } from '../../../activities/login/page-world/scan/features.js';
import { type Feature, INTENTS, WEIGHTS } from '../../../activities/login/page-world/scan/weights.js';

const FEATURES = Object.keys(WEIGHTS) as Feature[];
const NOTHING = Object.fromEntries(FEATURES.map((name) => [name, 0])) as Features;
const anyFeatures: fc.Arbitrary<Features> = fc
  .subarray(FEATURES)
  .chain((names) => fc.tuple(...names.map((name) => fc.integer({ min: 0, max: 3 }).map((amount) => [name, amount]))))
  .map((pairs) => ({ ...NOTHING, ...Object.fromEntries(pairs) }));

describe('weighing features', () => {
  it('answers probabilities, and reasons that were there', () => {
    fc.assert(
      fc.property(anyFeatures, (features) => {
        const judged = classify(features);
        expect(judged.confidence).toBeGreaterThan(1 / (INTENTS.length + 1));
        expect(judged.confidence).toBeLessThanOrEqual(1);
        expect(judged.margin).toBeGreaterThanOrEqual(0);
        expect(judged.margin).toBeLessThanOrEqual(judged.confidence);
        expect(judged.loginScore >= 0).toBe(judged.intent === 'login' || judged.loginScore === 0);
        for (const reason of judged.reasons) expect(features[reason.replace(/^-/, '') as Feature]).toBeGreaterThan(0);
      }),
    );
  });

  it('more signs of a login never make one less likely', () => {
    fc.assert(
      fc.property(anyFeatures, (features) => {
        const without = { ...features, loginSubmit: 0 };
        expect(classify({ ...features, loginSubmit: 1 }).loginScore).toBeGreaterThan(classify(without).loginScore);
      }),
    );
  });

  it('weighs for classes that exist', () => {
    for (const line of Object.values(WEIGHTS)) {
      for (const intent of Object.keys(line)) expect(INTENTS).toContain(intent);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, INTENTS } from '../../../activities/login/page-world/scan/classify.js';
import weights from '../../../activities/login/page-world/scan/weights.json' with { type: 'json' };

const FEATURES = Object.keys(weights).filter((name) => name !== 'bias');
const anyFeatures = fc
  .subarray(FEATURES)
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.integer({ min: 0, max: 3 }).map((amount) => [name, amount] as const))),
  )
  .map((pairs) => Object.fromEntries(pairs));

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
        for (const reason of judged.reasons) expect(features).toHaveProperty(reason.replace(/^-/, ''));
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

  it('does not know features without a weight', () => {
    expect(classify({ onePassword: 1, moonPhase: 9 })).toEqual(classify({ onePassword: 1 }));
  });

  it('weighs for classes that exist', () => {
    for (const line of Object.values(weights)) {
      for (const intent of Object.keys(line)) expect(INTENTS).toContain(intent);
    }
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawLook } from '../../sites/sample/look.js';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('the same seed draws the same site', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(drawLook(seed)).toEqual(drawLook(seed));
    }),
  );
});

test('whatever the seed: e-mail and password on one form can be told apart, and each form holds its fields', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { email, password, forms } = drawLook(seed);
      expect(email.name).not.toBe(password.name);
      expect(password.type).toBe('password');
      for (const form of Object.values(forms)) expect(form.order).toContain('fields');
    }),
  );
});

test('seeds differ in what a login engine could be tempted to rely on', () => {
  const looks = Array.from({ length: 60 }, (_, seed) => drawLook(seed));
  const kinds = (of: (look: ReturnType<typeof drawLook>) => string) => new Set(looks.map(of)).size;
  expect(kinds((look) => look.email.name)).toBeGreaterThan(4);
  expect(kinds((look) => look.password.label)).toBeGreaterThan(2);
  expect(kinds((look) => look.code.name)).toBeGreaterThan(4);
  expect(kinds((look) => look.loginPath)).toBeGreaterThan(3);
  expect(kinds((look) => look.forms.email.order.join())).toBeGreaterThan(3);
});

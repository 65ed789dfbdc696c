import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrongSelector } from '../../../contract/recipes/selector.js';
import { browserForTests } from './harness.js';

const browser = browserForTests();

/** What Chromium takes for selectors. */
async function taken(selectors: readonly string[]): Promise<boolean[]> {
  return browser.page().evaluate(
    (texts) =>
      texts.map((text) => {
        try {
          document.createElement('i').querySelector(text);
          return true;
        } catch {
          return false;
        }
      }),
    selectors,
  );
}

it.each([
  ['', '  ', '>', 'a >', '> a', 'a > > b', 'a,', ', a', 'a,,b', '#', '#1a', '.1a', '.', '#-1', '1a'],
  [
    'a{}',
    'a;',
    '//input',
    'css=a!',
    'a <b',
    '@x',
    'a % b',
    'a]',
    'a)',
    ':not(a]',
    '"a"b"',
    'a + ~ b',
    'a >> b',
    'a >>>> b',
  ],
])('neither Chromium nor the check takes %j for a selector', async (...selectors) => {
  expect((await taken(selectors)).some((is) => is)).toBe(false);
  expect(selectors.filter((selector) => wrongSelector(selector) === null)).toEqual([]);
});

it('what Chromium takes for a selector, the check does too', async () => {
  const parts = [
    'a',
    '#b',
    '.c',
    '#-d',
    '.--e',
    '#é',
    '[f]',
    '[g="h > i"]',
    "[j='#1']",
    ':not(.k, #l)',
    '::before',
    '*',
  ]
    .concat(['\\31 m', '#\\31', '.n\\:o', ':nth-child(2n + 1)', '&', 'p|q', '*|r'])
    .concat(['>', '+', '~', ',', ' ', ' > ', ', ', '#', '.', '1', '{', '$', '%', ')', ']']);
  const texts = fc.sample(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }), 5000);
  const selectors = [...new Set(texts.map((list) => list.join('')))];
  const accepted = await taken(selectors);
  const good = selectors.filter((_, index) => accepted[index]);
  expect(good.length).toBeGreaterThan(200);
  expect(good.filter((selector) => wrongSelector(selector) !== null)).toEqual([]);
});

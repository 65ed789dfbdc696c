import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { go, HALF_WAY } from '../../sites/flows/half-way.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a step that the site shows again after its answer', () => {
  const STEP = `<h1>Jeszcze chwila</h1><p>Powiedz nam coś.</p>${go('Jasne', 'Może')}`;
  const site = HALF_WAY.everywhere('pl', STEP);

  it('gets the answer of a person once, although it is remembered', () =>
    onFlow(
      pages,
      (visit) => (visit.path === '/go-on' ? STEP : site(visit)),
      async (b, { posts }) => {
        const answers = (): number => posts.filter(({ path }) => path === '/go-on').length;
        const { page, came } = await toTheEnd(b);
        const again = await choosing(b, page, inputOf(came as never), /Jasne/);
        expect(again.came).toMatchObject({ kind: 'input' });
        expect(answers()).toBe(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

it('an answer that the site begins the login again for is not remembered', () => {
  const STEP = `<h1>Jeszcze chwila</h1><p>Kiedy otwarto konto?</p>${go('W marcu', 'W lipcu')}`;
  const site = HALF_WAY.answered('pl', STEP);
  return onFlow(
    pages,
    (visit) => (visit.path === '/go-on' ? loginForm('pl') : site(visit)),
    async (b) => {
      const { page, came } = await toTheEnd(b);
      const again = await choosing(b, page, inputOf(came as never), /W marcu/);
      expect(fieldNames(inputOf(again.came as never))).toContain('password');
      expect(b.vault.consents).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    },
  );
});

describe('a page that leaves nothing to do but to begin again, in words that no list knows', () => {
  const PAGES: readonly (readonly [string, Lang, string])[] = [
    ['a link', 'en', '<h1>Isaziso</h1><p>Asikwazanga ukukungenisa.</p><p><a href="/login">Zama futhi</a></p>'],
    [
      'a link in a box',
      'de',
      '<main><p>Kedu ka i mere.</p><div role="status"><a href="/login?x=1">Laghachi azụ</a></div></main>',
    ],
  ];

  it.each(variants(1, PAGES))('is left for the login, where a person is asked: %s', (_, lang, page) =>
    onFlow(
      pages,
      ({ path }) =>
        path === '/password'
          ? { to: '/oops' }
          : path === '/oops'
            ? page
            : path === '/'
              ? { to: '/login' }
              : loginForm(lang),
      async (b, { posts }) => {
        const { page: handle, came } = await toTheEnd(b);
        expect(came).toMatchObject({ kind: 'input', left: 'unknown', website_error: expect.stringMatching(/\p{L}/u) });
        expect(fieldNames(inputOf(came as never))).toContain('password');
        expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page: handle });
      },
    ),
  );
});

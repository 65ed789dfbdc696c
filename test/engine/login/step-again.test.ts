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

it('a step that only the proof of the session finds gets the answer that it was given before', () => {
  const STEP = `<h1>Wybierz filię</h1><p>Gdzie chcesz odbierać książki?</p>${go('Północ', 'Zachód')}`;
  const site = HALF_WAY.everywhere('pl', STEP);
  const greeting = '<h1>4711</h1><p>Klub książki w każdą środę. Nowa aplikacja.</p><ul><li>4711</li><li>4712</li></ul>';
  let ended = 0;
  return onFlow(
    pages,
    (visit) => {
      const sid = visit.cookies.get('sid')?.split('-') ?? [];
      if (visit.path === '/hello') return greeting;
      const known = sid[1] === String(ended) ? new Map([['sid', sid[0] as string]]) : new Map<string, string>();
      const answer = site({ ...visit, cookies: known });
      if (!(answer instanceof Object) || !('to' in answer)) return answer;
      const cookies = (answer.cookies ?? []).map((cookie) => `${cookie}-${ended}`);
      return { ...answer, to: visit.path === '/password' ? '/hello' : answer.to, cookies };
    },
    async (b, { posts }) => {
      const first = await toTheEnd(b);
      const chosen = await choosing(b, first.page, inputOf(first.came as never), /Zachód/);
      expect(chosen.came, JSON.stringify(chosen.came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page: first.page });
      ended += 1;
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'authenticated' });
      expect(posts.filter(({ path }) => path === '/go-on')).toHaveLength(2);
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
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

  it('is asked about where it leads to the login of another site', () =>
    onFlow(
      pages,
      ({ path }) =>
        path === '/password'
          ? { to: '/oops' }
          : path === '/oops'
            ? '<h1>Isaziso</h1><p>I-akhawunti yakho ithuthelwe kwenye indawo.</p><p><a href="https://new.example/login">Ngena lapho</a></p>'
            : path === '/'
              ? { to: '/login' }
              : loginForm('en'),
      async (b, { posts }) => {
        const { page: handle, came } = await toTheEnd(b);
        expect(fieldNames(inputOf(came as never))).toEqual([]);
        expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page: handle });
      },
    ));
});

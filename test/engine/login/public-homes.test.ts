import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER, type Site } from '../../sites/flows/sessions.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** A home page for everybody, without any mark of what its parts are; who is known there has a button with the name. */
const home = (lang: Lang, [shop, about, login]: readonly [string, string, string], more = ''): Site => {
  const page = (corner: string): string =>
    `<div><a href="/">${shop}</a> <a href="/about">${about}</a> ${corner}</div>
     <div>${['Lamps', 'Chairs', 'Tables', 'Clocks'].map((one) => `<div><div>${one}</div><div>12.90</div></div>`).join('')}</div>`;
  return (visit) => {
    if (visit.path === '/password') return { to: '/', cookies: [MEMBER] };
    if (visit.path === '/login') return loginForm(lang);
    if (visit.path !== '/') return undefined;
    return isMember(visit) ? page('<button type="button">ada</button>') + more : page(`<a href="/login">${login}</a>`);
  };
};

const POLISH = ['Sklep', 'O sklepie', 'Zaloguj się'] as const;

describe('a public home page of boxes, where only a name is new', () => {
  it.each(
    variants(1, [
      ['Polish', home('pl', POLISH)],
      ['Turkish', home('tr', ['Mağaza', 'Hakkında', 'Giriş yap'])],
      ['English', home('en', ['Shop', 'Get the app', 'Log in'])],
    ]),
  )('is the page behind the login (%s)', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each([
    ['something to press', '<div><div>Potwierdź, że to Ty</div><button type="button">Wyślij ponownie</button></div>'],
    ['a sentence', '<div><div>Poczekaj, aż ktoś w sklepie się na to zgodzi.</div></div>'],
  ])('is asked about where its middle has %s of its own', (_, more) =>
    onFlow(pages, home('pl', POLISH, more), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'input', page: { fields: [] } });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

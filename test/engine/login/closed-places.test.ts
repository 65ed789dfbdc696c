import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { HALF_WAY, MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { loginForm } from '../../sites/flows/words.js';
import { variant, variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const NAV = '<header><nav><a href="/a">Ⅰ</a><a href="/b">Ⅱ</a><a href="/c">Ⅲ</a></nav></header>';
const TILES = `<ul>${['Säästöt', 'Lainat', 'Kortit', 'Viestit'].map((tile) => `<li>${tile} <a href="/t/${tile}">Avaa ${tile}</a></li>`).join('')}</ul>`;
const LOGOUT = '<a href="/logout">Kirjaudu ulos</a>';
const LIMITED = `${LOGOUT}<main><h1>Hei Ada</h1><p>Rajattu käyttö. Tunnistaudu kortilla, niin tiedot tulevat näkyviin.</p>${TILES}</main>`;

/** @param opens what an address shows to whom the site knows; null where it leads back */
const site =
  (around: (page: string) => string, opens: (path: string) => string | null) =>
  ({ path, cookies }: Visit): Answer | undefined => {
    if (path === '/password') return { to: '/home', cookies: [MEMBER] };
    if (cookies.get('sid') !== 'member') return path === '/login' ? around(loginForm('de')) : { to: '/login' };
    const page = path === '/home' ? LIMITED : opens(path);
    return page === null ? { to: '/home' } : `${NAV}${page}`;
  };
const bare = (page: string): string => page;
const framed = (page: string): string => `${NAV}${page}`;
const closed = (): null => null;

describe('a place that has all of its own pages closed', () => {
  it.each(
    variants(1, [
      ['by its own navigation', site(bare, closed)],
      ['by one that stands beside the form of the login, too', site(framed, closed)],
      ['where they show the same', site(bare, () => LIMITED)],
    ] as const),
  )('is none yet: %s', (_, flow) =>
    onFlow(pages, flow, async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.sign_in_options.map(({ label }) => label)).toContainEqual(
        expect.stringMatching(/^Nothing is left/),
      );
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it.each(
    variants(1, [
      ['one of them is open', site(bare, (path) => (path === '/c' ? `<h1>Lainat</h1><p>4711</p>${LOGOUT}` : null))],
      [
        'one stands under another name',
        site(framed, (path) => (path === '/c' ? null : `<h1>4711 ${path}</h1>${LOGOUT}`)),
      ],
    ] as const),
  )('is one where %s', (_, flow) =>
    onFlow(pages, flow, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe.each(variants(0, ['a list in the head of a place']))('%s', () => {
  variant('is asked for where nothing is chosen yet and nothing else leads on', () => {
    const head = `<header><form method="post" action="/go-on"><label>Talo <select name="t" onchange="this.form.submit()"><option value="">–</option><option>Helsinki</option><option>Turku</option></select></form>${LOGOUT}</header>`;
    const step = `${head}<nav><a aria-disabled="true">Ⅰ</a><a aria-disabled="true">Ⅱ</a></nav><main><h2>Ei taloa</h2><p>Valitse ensin talo ylhäältä.</p></main>`;
    return onFlow(pages, HALF_WAY.everywhere('de', step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.fields.map(({ label }) => label)).toEqual([expect.stringMatching(/^Talo/)]);
      expect(posts.filter(({ path }) => path === '/go-on')).toEqual([]);
      const [field] = came.page.fields;
      expect(await b.fill(page, came.page, { [field?.name ?? '']: 'Turku' })).toMatchObject({ kind: 'authenticated' });
      await b.activities.closePage({ ...b.ref, page });
    });
  });
});

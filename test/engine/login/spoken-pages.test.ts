/** Half logins that look finished, and finished ones that look like a step: what tells them apart is what the session is given, not what a page says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { HALF_WAY, MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Lang, loginForm, signInLink } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const OUT = '<a href="/logout">⏻ Logout</a>';
const HR = '<h1>Bok, Ada</h1><p>Upravo smo ti poslali poruku. Otvori je i dodirni poveznicu.</p>';
const SL = '<h1>Ada</h1><p>Vodja izmene mora najprej pritrditi. Okno lahko pustite odprto.</p>';

/** Everything but one page is for everybody, and knows who is half logged in. */
const magazine =
  (lang: Lang, page: string) =>
  ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/mine', cookies: ['sid=half'] };
    const isKnown = cookies.has('sid');
    if (path === '/login') return loginForm(lang);
    if (path === '/mine') return isKnown ? `<header>${OUT}</header><main>${page}</main>` : { to: '/login' };
    return `<header>${isKnown ? `Ada ${OUT}` : signInLink(lang)}</header><main><h1>Čitaj ${path}</h1><p>4711</p></main>`;
  };
const READS = '<ul><li><a href="/r/1">Vrt u jesen</a></li><li><a href="/r/2">Kruh bez muke</a></li></ul>';

describe('a page that only speaks', () => {
  it.each(
    variants(2, [
      ['amid pages for everybody', magazine('pl', `${HR}<h2>U međuvremenu</h2>${READS}`)],
      ['at each address', HALF_WAY.everywhere('tr', `${SL}${OUT}`)],
      [
        'with a table of what was asked',
        HALF_WAY.inPlace(
          'el',
          `<p>Στάλθηκε στο a•••@example.com.</p><table><tr><td>Linux</td><td>05:12</td></tr></table>${OUT}`,
        ),
      ],
      ['in one sentence', HALF_WAY.inPlace('th', `<p>Vodja izmene mora najprej pritrditi.</p>${OUT}`)],
      [
        'beside a ring that turns',
        HALF_WAY.everywhere(
          'vi',
          `<style>@keyframes r{to{rotate:1turn}}i{display:block;width:3em;height:3em;animation:r 1s infinite}</style><i></i><h1>Ada</h1><p>Še malo</p>${OUT}`,
        ),
      ],
      [
        'with facts about what was asked',
        HALF_WAY.inPlace(
          'ja',
          `<h1>Ada</h1><p>Prijavo potrdi na svojem telefonu.</p><dl><dt>Naprava</dt><dd>Chrome</dd><dt>Kraj</dt><dd>Celje</dd><dt>Ura</dt><dd>5:12</dd></dl><button>Znova</button><button>Drugače</button><button>Nisem jaz</button><button>Pomoč</button>${OUT}`,
        ),
      ],
      [
        'in an application of one page',
        HALF_WAY.local('uk', `<aside><a href="#/a">Ⅰ</a><a href="#/b">Ⅱ</a></aside>${SL}${OUT}`),
      ],
    ] as const),
  )('is no session: %s', (_, flow) =>
    onFlow(pages, flow, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

/** A tool behind a login, at all of its addresses. */
const tool =
  (lang: Lang, page: (path: string) => string) =>
  ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/', cookies: [MEMBER] };
    if (path === '/login') return loginForm(lang);
    return cookies.has('sid') ? page(path) : { to: '/login' };
  };
const NAV = '<aside><a href="/live">Ⅰ</a><a href="/map">Ⅱ</a><a href="/trend">Ⅲ</a></aside>';
const LEAVE = '<form method="post" action="/logout"><button>Logout</button></form>';

describe('a place that shows little', () => {
  it.each(
    variants(2, [
      ['a note', tool('ru', () => `<h1>Смена</h1><p>Два новых письма.</p>${LEAVE}`)],
      [
        'the same words beside another drawing',
        tool(
          'ja',
          () =>
            `${NAV}<p>ラインは正常に稼働しています。担当は三番です。</p><canvas width="300" height="200"></canvas>${OUT}`,
        ),
      ],
      ['the same emptiness everywhere', tool('fr', () => `${NAV}<p>Aucun message.</p>${OUT}`)],
      [
        'something to look up',
        tool(
          'es',
          () =>
            `<h1>Pieza</h1><form action="/"><label>Referencia <input name="r"></label><input type="submit" value="Ver"></form>${OUT}`,
        ),
      ],
      [
        'a report of two sentences',
        tool(
          'vi',
          () =>
            `<p>Ca sáng chạy đủ ba máy. Máy hai cần dầu.</p><table><tr><th>Máy</th><th>Giờ</th><th>Tấn</th></tr><tr><td>A1</td><td>8</td><td>317</td></tr><tr><td>A2</td><td>7</td><td>290</td></tr></table>${OUT}`,
        ),
      ],
    ] as const),
  )('is a session: %s', (_, flow) =>
    onFlow(pages, flow, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

it('a proof opens nothing from the middle of a page, whatever it is called', () => {
  const asked = new Set<string>();
  const links = ['ogled', 'racuni', 'stevec', 'odpoved']
    .map((name) => `<p><a href="/pogodba/4/${name}">${name}</a></p>`)
    .join('');
  const page = `<h1>Moj račun</h1><p>Tukaj so vaše pogodbe, ki jih lahko urejate.</p>${links}${OUT}`;
  const flow = ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/', cookies: [MEMBER] };
    if (!cookies.has('sid')) return path === '/login' ? loginForm('pl') : { to: '/login' };
    asked.add(path);
    return page;
  };
  return onFlow(pages, flow, async (b) => {
    const { page: at } = await toTheEnd(b);
    expect([...asked].filter((path) => path.startsWith('/pogodba'))).toEqual([]);
    await b.activities.closePage({ ...b.ref, page: at });
  });
});

it('a proof looks at another page of the navigation where one does not come', () => {
  const nav = '<nav><a href="/aaa">Ⅰ</a><a href="/bbb">Ⅱ</a></nav>';
  const flow = ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/', cookies: [MEMBER] };
    if (!cookies.has('sid')) return path === '/login' ? loginForm('de') : { to: '/login' };
    if (path === '/bbb') return { body: 'x', headers: { 'content-disposition': 'attachment; filename="b.bin"' } };
    if (path === '/aaa') return `${nav}<table><tr><td>4711</td></tr></table>${OUT}`;
    return `${nav}<p>Heute kommt Ada. Morgen kommt dann Jan.</p>${OUT}`;
  };
  return onFlow(pages, flow, async (b) => {
    const { page, came } = await toTheEnd(b);
    expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
    await b.activities.closePage({ ...b.ref, page });
  });
});

it('a proof opens three addresses at most, however many a page leads to', () => {
  const asked = new Set<string>();
  const table = '<dl><dt>4711</dt></dl>';
  const page = `${NAV}<nav><a href="/x">Ⅳ</a><a href="/y">Ⅴ</a></nav><h1>Ada</h1><p>עוד רגע נבדוק. נא להמתין לאישור המנהל.</p>${table}${OUT}`;
  const flow = ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/', cookies: [MEMBER] };
    if (!cookies.has('sid')) return path === '/login' ? loginForm('he') : { to: '/login' };
    if (!path.includes('.')) asked.add(path);
    return path === '/' ? page : { to: '/' };
  };
  return onFlow(pages, flow, async (b) => {
    const { page: at } = await toTheEnd(b);
    expect([...asked]).toHaveLength(3);
    await b.activities.closePage({ ...b.ref, page: at });
  });
});

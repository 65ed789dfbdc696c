/** Finished logins that look like a step at first sight, each beside a half login that is built of the same parts: the pair is the test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER, type Site, site } from '../../sites/flows/sessions.js';
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

type Case = readonly [name: string, site: Site];

const isFinished = (few: number, cases: readonly Case[]): void =>
  it.each(variants(few, cases))('is a place: %s', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

const isAsked = (few: number, cases: readonly Case[]): void =>
  it.each(variants(few, cases))('is asked about: %s', (_, answer) =>
    onFlow(pages, answer, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

const rows = (n: number, row: (at: number) => string): string => Array.from({ length: n }, (_, at) => row(at)).join('');
const SEARCH = '<form role="search" action="/s"><input type="search" name="q" aria-label="⌕"></form>';

describe('a page whose head has a search and no way out', () => {
  const head = '<header><nav><a href="/start">⌂</a><button aria-haspopup="menu">AB</button></nav>';
  const inShadow = (inner: string): string =>
    `<x-app></x-app><script>
      const shell = document.querySelector('x-app').attachShadow({ mode: 'open' });
      shell.innerHTML = '<x-body></x-body>';
      shell.querySelector('x-body').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(inner)};
    </script>`;
  const desk = `${head}${SEARCH}</header><main><iframe src="/list" width="600" height="300"></iframe></main>`;
  const list = `<table>${rows(12, (n) => `<tr><td><a href="/t/${n}">T-${n}</a></td><td>Drucker</td><td>neu</td><td>A. L.</td><td>${n}. 3.</td></tr>`)}</table>`;
  const drawn = `${head}${SEARCH}</header><main><canvas width="400" height="200"></canvas></main>`;
  isFinished(1, [
    ['in shadow roots, with a frame', site('de', inShadow(desk), { '/start': inShadow(desk), '/list': list })],
    [
      'with a search over its list',
      site('zh', `${head}</header>${SEARCH}${list}`, { '/start': `${head}</header>${SEARCH}${list}` }),
    ],
    ['with a drawing', site('ja', drawn, { '/start': drawn })],
  ]);
  const step = (inner: string): string => `${head}${SEARCH}</header><main><h2>Nr. 4711</h2>${inner}</main>`;
  const halves = [
    ['one button', 'el', '<p>Odota, kunnes joku vahvistaa tämän.</p><button type="button">Uudelleen</button>'],
    [
      'a field',
      'pl',
      '<p>Podaj numer z karty.</p><form method="post" action="/go"><input name="n" aria-label="Numer"><button>Dalej</button></form>',
    ],
    ['a search for what to choose', 'es', `<p>Busque su centro para continuar.</p>${SEARCH}`],
  ] as const;
  isAsked(
    1,
    halves.map(([name, lang, inner]): Case => [name, site(lang, step(inner), { '/start': step(inner) })]),
  );
});

describe('a notice about cookies, in words that no list has', () => {
  const notice = (words: string, yes: string, box: string): string =>
    `<div ${box}><p>${words}</p><button type="button">${yes}</button></div>`;
  const NOTICES = [
    ['pl', notice('Używamy plików cookie. Dowiedz się więcej.', 'Zezwalaj na pliki cookie', 'role="alertdialog"')],
    ['hu', notice('Ez az oldal sütiket használ.', 'Rendben van így', 'id="cookie-bar"')],
    ['et', notice('See leht kasutab küpsiseid.', 'Olgu peale', 'style="position:fixed;bottom:0"')],
  ] as const satisfies readonly (readonly [Lang | 'hu' | 'et', string])[];
  const ORDERS = `<h1>4711</h1><table>${rows(3, (n) => `<tr><td>${n}</td><td>12.90</td></tr>`)}</table><p>${'4711 '.repeat(30)}</p>`;
  isFinished(
    1,
    NOTICES.map(([name, box]): Case => [name, site('pl', `${box}${ORDERS}`)]),
  );
  const STEP = `<main><h1>4711</h1><p>Potwierdź to na drugim urządzeniu, a my poczekamy. ${'4711 '.repeat(30)}</p><button type="button">Jeszcze raz</button></main>`;
  it.each(variants(1, NOTICES))('is no answer to a step beside it (%s)', (_, box) =>
    onFlow(pages, site('pl', `${box}${STEP}`), async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      const [first, ...others] = came.page.sign_in_options;
      expect(first).toMatchObject({ label: 'Jeszcze raz', description: expect.stringMatching(/^4711 · Potwierdź/) });
      expect(others).toHaveLength(2);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a long table under navigation that shows nothing else', () => {
  const nav = `<nav>${rows(4, (n) => `<a href="#/${'abcd'[n]}">${'ⅠⅡⅢⅣ'[n]}</a> `)}<button aria-haspopup="menu">Ada L.</button></nav>`;
  const line = (n: number, more: string): string =>
    `<tr>${more}<td><a href="#/u/${n}">u.${n}x</a></td><td>Ada</td><td>${4711 + n}</td><td>ok</td></tr>`;
  const bulk = (n: number): string => line(n, '<td><input type="checkbox" aria-label="☐"></td>');
  const tools = (labels: readonly string[]): string =>
    labels.map((label) => `<button type="button">${label}</button>`).join('');
  const table = (inner: string): string =>
    `<h1>1–12</h1><table><tbody>${inner}</tbody></table><p>Es gibt zwölf davon.</p>`;
  const TOOLS = ['Neu', 'Löschen', 'Sperren', 'Entsperren', 'Kennwort'];
  const grid = `<div role="grid">${rows(10, (n) => `<div role="row">${['a', 'b', 'c'].map((cell) => `<span role="gridcell">${cell}${n}</span>`).join('')}</div>`)}</div>`;
  isFinished(1, [
    ['check boxes and tools', site('de', `${nav}<main>${SEARCH}${tools(TOOLS)}${table(rows(12, bulk))}</main>`)],
    [
      'a grid of boxes',
      site('tr', `${nav}<main>${tools(['Yeni', 'Sil', 'Kilitle'])}${grid}<p>Hepsi on satırdır.</p></main>`),
    ],
    [
      'two things to do with each',
      site(
        'ru',
        `${nav}<main>${table(rows(12, (n) => line(n, '<td><button>✎ 1</button> <button>✕ 2</button></td>')))}</main>`,
      ),
    ],
  ]);
  isAsked(1, [
    [
      'one of them is to be chosen',
      site('de', `${nav}<main>${table(rows(12, (n) => line(n, '<td><button>Wählen</button></td>')))}</main>`),
    ],
    [
      'by a radio button',
      site(
        'tr',
        `${nav}<main>${table(rows(12, (n) => line(n, '<td><input type="radio" name="r" aria-label="○"></td>')))}<button>Devam</button></main>`,
      ),
    ],
    [
      'a short one about this login',
      site('ru', `${nav}<main>${table(rows(3, (n) => line(n, '')))}<button type="button">Это я</button></main>`),
    ],
  ]);
});

describe('a list of links in the middle', () => {
  const links = (words: readonly string[], to: (at: number) => string): string =>
    `<div>${words.map((word, at) => `<div><a href="${to(at)}">${word}</a></div>`).join('')}</div>`;
  const WORDS = ['Zamówienia', 'Zwroty', 'Adresy', 'Karty', 'Opinie', 'Lista', 'Punkty', 'Listy', 'Dane', 'Hasło'];
  const account = (to: (at: number) => string): string =>
    `<div>Anna Berg</div><p>Nie masz jeszcze adresu.</p><p>Nie zapisano karty.</p>${links(WORDS, to)}`;
  const pageOf = (at: number): string => (at === 0 ? '/home' : `/m/${at}`);
  isFinished(1, [
    ['one of which leads here', site('pl', account(pageOf))],
    ['drawn as tiles', site('ja', `<section>${account(pageOf)}</section>`)],
    ['with pages of their own', site('fr', account(pageOf), { '/m/9': '<h1>Dane</h1><ul><li>4711</li></ul>' })],
  ]);
  /** Everything leads back to the one page. */
  const closed =
    (page: string): Site =>
    (visit) => {
      if (visit.path === '/password') return { to: '/home', cookies: [MEMBER] };
      if (!isMember(visit)) return visit.path === '/' ? loginForm('el') : { to: '/' };
      return visit.path === '/home' ? page : { to: '/home' };
    };
  isAsked(1, [
    ['none of which leads here', site('ja', `<section>${account((at) => `/m/${at}`)}</section>`)],
    [
      'beside words about where a code went',
      site('pl', `<p>Wysłaliśmy go na a•••@poczta.example.</p>${account(pageOf)}`),
    ],
    ['all of which lead back', closed(account((at) => `/m/${at}`))],
    [
      'with no more of them than a question has',
      site('pl', `<p>Potwierdź to na telefonie.</p><p>Poczekamy na ciebie.</p>${links(WORDS.slice(0, 4), pageOf)}`),
    ],
  ]);
});

describe('a page that the login leads to, where the first page of the site leads elsewhere', () => {
  const leads =
    (step: string, led: string): Site =>
    (visit: Visit): Answer | undefined => {
      const { path } = visit;
      if (path === '/password') return { to: '/choose', cookies: [MEMBER] };
      if (!isMember(visit)) return path === '/login' ? loginForm('en') : { to: '/login' };
      if (path === '/' || path.startsWith('/closed/')) return { to: '/led' };
      return path === '/choose' ? step : path === '/led' ? led : undefined;
    };
  const out = '<div class="top"><a href="javascript:void 0">Log out</a></div>';
  const choose = (said: string): string =>
    `${out}<h1>4711</h1><p>${said}</p><p>${said} ${said}</p><ul><li><a href="javascript:void 1">17 A</a></li><li><a href="javascript:void 2">17 B</a></li></ul>`;
  isFinished(1, [
    [
      'to a dashboard',
      leads(choose('Alegeți unul dintre ele.'), `${out}<h2>Sold</h2><div>143,27</div><div>18 442</div>`),
    ],
    ['to a drawing', leads(choose('Vyberte jeden z nich.'), `${out}<canvas width="300" height="200"></canvas>`)],
    [
      'to a table',
      leads(
        choose('Valitse niistä yksi.'),
        `${out}<table>${rows(4, (n) => `<tr><td>${n}</td><td>9.90</td></tr>`)}</table>`,
      ),
    ],
  ]);
  isAsked(1, [
    ['to itself', leads(choose('Alegeți unul dintre ele.'), choose('Alegeți unul dintre ele.'))],
    [
      'to a place that is closed',
      leads(
        choose('Välj en av dem.'),
        `${out}<nav>${rows(3, (n) => `<a href="/closed/${n}">${n}Ⅰ</a> `)}</nav><table>${rows(4, (n) => `<tr><td>${n}</td><td>9.90</td></tr>`)}</table>`,
      ),
    ],
    [
      'to a page that only speaks',
      leads(
        choose('Valitse niistä yksi.'),
        `${out}<p>Odota, kunnes joku hyväksyy tämän.</p><p>Se kestää hetken aikaa.</p>`,
      ),
    ],
  ]);
});

/** Half logins that are left in a list or a table, which places have as well: nobody chooses there by themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER, type Site, site } from '../../sites/flows/sessions.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const NAMES = ['Adler', 'Birke', 'Cedar', 'Delfin', 'Eiche', 'Falke', 'Hafen', 'Igel', 'Jaguar', 'Kiefer', 'Linde'];
const lines = (n: number, line: (name: string, at: number) => string): string => NAMES.slice(0, n).map(line).join('');
const table = (n: number, line: (name: string, at: number) => string): string =>
  `<table><tbody>${lines(n, (name, at) => `<tr>${line(name, at)}</tr>`)}</tbody></table>`;
const link = (name: string, at: number): string =>
  `<td><a href="/c/${name}">${name}</a></td><td>Ort</td><td>${at}</td>`;
const NAV = `<nav>${['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'].map((one) => `<a href="#">${one}</a> `).join('')}</nav>`;

/** Whoever opens one of its links has chosen. */
const toChoose =
  (lang: Lang, page: string): Site =>
  (visit) => {
    const { path, cookies } = visit;
    if (path === '/password') return { to: '/choose', cookies: ['half=1'] };
    if (isMember(visit)) return `<nav><a href="/home">⌂</a></nav><h1>${path}</h1><dl><dt>1</dt><dd>2</dd></dl>`;
    if (cookies.get('half') !== '1') return path === '/' ? loginForm(lang) : { to: '/' };
    if (path.startsWith('/c/')) return { to: '/home', cookies: [MEMBER] };
    return path === '/choose' ? page : { to: '/choose' };
  };

describe('a list to choose from', () => {
  const CASES: readonly (readonly [name: string, site: Site])[] = [
    ['a table, in navigation that leads nowhere', toChoose('de', `${NAV}<h1>Firma wählen</h1>${table(11, link)}`)],
    [
      'a long list',
      toChoose('fr', `<h1>Choisissez</h1><ul>${lines(11, (name) => `<li><a href="/c/${name}">${name}</a></li>`)}</ul>`),
    ],
    [
      'a short list, in words that no list has',
      toChoose(
        'en',
        `<h1>Válasszon céget</h1><ul>${lines(5, (name) => `<li><a href="/c/${name}">${name} Kft.</a></li>`)}</ul>`,
      ),
    ],
    [
      'boxes, and a search',
      toChoose(
        'tr',
        `<header><form role="search"><input type="search" aria-label="⌕"></form></header><h1>Seçin</h1>${lines(11, (name) => `<div><a href="/c/${name}">${name}</a></div>`)}`,
      ),
    ],
    [
      'names over addresses',
      toChoose(
        'pl',
        `<h1>Wybierz oddział</h1><dl>${lines(9, (name) => `<dt><a href="/c/${name}">${name}</a></dt><dd>ul. Długa</dd>`)}</dl>`,
      ),
    ],
    [
      'a menu of the account, too',
      toChoose(
        'en',
        `<header><button class="avatar" aria-haspopup="menu">AL</button></header><h1>აირჩიეთ</h1>${table(11, link)}`,
      ),
    ],
    [
      'sentences',
      toChoose(
        'en',
        `<h1>Ընկերություն</h1><p>Դուք մուտք ունեք մի քանի ընկերություններ։ Խնդրում ենք ընտրել մեկը։</p><ul>${lines(11, (name) => `<li><a href="/c/${name}">${name}</a></li>`)}</ul>`,
      ),
    ],
  ];
  it.each(variants(1, CASES))('is asked about, and never opened to look where it leads: %s', (_, answer) =>
    onFlow(pages, answer, async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.sign_in_options.map(({ label }) => label)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^Birke/), expect.stringMatching(/^Eiche/)]),
      );
      const next = await choosing(b, page, came.page, /^Birke/);
      expect(next.came.kind).toBe('saved');
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a table that a step has', () => {
  const CASES: readonly (readonly [name: string, site: Site])[] = [
    [
      'one button answers what it tells',
      site(
        'es',
        `${NAV}<h1>Nuove condizioni</h1>${table(10, (name, at) => `<td>${at}</td><td>${name}</td><td>Il cliente rispetta le regole.</td>`)}<button>Accetto</button>`,
      ),
    ],
    [
      'two do',
      site(
        'ru',
        `${NAV}<h1>Последние входы</h1>${table(10, (name, at) => `<td>${at}.10.</td><td>${name}</td><td>Chrome</td>`)}<button>Это я</button><button>Это не я</button>`,
      ),
    ],
    [
      'lines are pressed as a whole',
      site(
        'fr',
        `${NAV}<h1>Établissement</h1>${table(10, (name, at) => `<td style="cursor:pointer">${name}</td><td>Lyon</td><td>${at}</td>`)}<a href="/logout">Log out</a>`,
      ),
    ],
    [
      'lines are ticked',
      site(
        'el',
        `${NAV}<button class="avatar" aria-haspopup="menu">AM</button><h1>Ρόλοι</h1>${table(10, (name, at) => `<td><input type="checkbox" aria-label="r${at}"></td><td>${name}</td><td>${at}</td><td>ΑΒ</td>`)}<button>Συνέχεια</button>`,
      ),
    ],
    [
      'devices are to be removed',
      site(
        'pl',
        `${NAV}<h1>Limite de aparelhos</h1>${table(9, (name, at) => `<td>${name}</td><td>Lisboa</td><td>${at}</td><td><button>Detalhes</button> <button>Remover</button></td>`)}<a href="/logout">Log out</a>`,
      ),
    ],
    [
      'two links a line',
      site(
        'en',
        `${NAV}<h1>Valitse yritys</h1>${table(11, (name, at) => `<td><a href="/y/${at}">${name}</a></td><td>${at}</td><td>Turku</td><td><a href="/y/${at}/i">Tiedot</a></td>`)}`,
      ),
    ],
    [
      'everybody has its navigation',
      (visit) =>
        /^\/p\d/.test(visit.path)
          ? `<h1>${visit.path}</h1>`
          : site(
              'de',
              `<nav><a href="/p1">Ⅰ</a><a href="/p2">Ⅱ</a><a href="/p3">Ⅲ</a></nav><h1>Neue Preise</h1>${table(11, (name, at) => `<td>${name}</td><td>${at} €</td><td>${at + 2} €</td>`)}<button>Verstanden</button>`,
            )(visit),
    ],
  ];
  it.each(variants(1, CASES))('is asked about where %s', (_, answer) =>
    onFlow(pages, answer, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

/** Half logins that show nothing of their own but what they ask, each beside a finished login in the same clothes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer } from '../../sites/flows/serve.js';
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

/** @param around what stands around every page @param dead what its other links answer */
const site =
  (lang: Lang, around: (page: string) => string, start: string, dead: Answer): Site =>
  (visit) => {
    const { path } = visit;
    if (path === '/password') return { to: '/start', cookies: [MEMBER] };
    if (!isMember(visit)) return path === '/login' ? around(loginForm(lang)) : { to: '/login' };
    return path === '/start' ? around(start) : path === '/' || path === '/login' ? { to: '/start' } : dead;
  };

const DEAD: Answer = { body: '<h1>404</h1>', status: 404 };
const link = (path: string, label: string): string => `<li><a href="${path}">${label}</a></li>`;
/** A menu that nothing marks as navigation, with what only strangers are offered. */
const menu =
  (login: string, join: string, ...labels: readonly string[]) =>
  (page: string): string =>
    `<div id="top"><ul>${link('/login', login)}${link('/register', join)}</ul><ul>${labels.map((label, at) => link(`/p${at}.do`, label)).join('')}</ul></div><div id="mid">${page}</div>`;
const fields = (...labels: readonly string[]): string =>
  `<form method="post" action="/profile">${labels.map((label, at) => `<label>${label} <input name="f${at}" required></label>`).join('')}<button>OK</button></form>`;
const nav = (page: string): string =>
  `<nav>${['Ⅰ', 'Ⅱ', 'Ⅲ'].map((label, at) => `<a href="/p${at}">${label}</a>`).join('')}</nav><main>${page}</main>`;
const notice = (words: string, yes: string): string =>
  `<h2>4711</h2><p>${words}</p><form method="post" action="/seen"><button>${yes}</button></form>`;
const own = (lines: number): string =>
  `<table>${Array.from({ length: lines }, (_, n) => `<tr><td>A-${n}</td><td>${n}. 3.</td><td>ok</td></tr>`).join('')}</table>`;

const KO = menu('로그인', '회원가입', '상품', '조회', '청구', '고객센터');
const PL = menu('Zaloguj', 'Rejestracja', 'Polisy', 'Szkody', 'Oddziały', 'Kontakt');
const asksKo = `<h2>정보 확인</h2><p>법령에 따라 확인이 필요합니다.</p>${fields('직업', '주소')}`;
const asksPl = `<h2>Dane klienta</h2><p>Prosimy uzupełnić dane.</p>${fields('Zawód', 'Adres')}`;
const told = notice('Od 1 marca brama jest zamknięta po godzinie 23.', 'Przeczytałem');

type Case = readonly [name: string, site: Site];

describe('a page that shows nothing but what it asks, whose links tell nothing', () => {
  it.each(
    variants<Case>(2, [
      ['a form under a menu for everybody', site('de', KO, asksKo, DEAD)],
      ['a notice under navigation to nowhere', site('pl', nav, told, DEAD)],
      ['a form, where the menu leads back', site('pl', PL, asksPl, { to: '/start' })],
      ['a notice, where its links fail', site('pl', nav, told, { body: '<h1>500</h1>', status: 500 })],
    ]),
  )('is asked about: %s', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      expect(posts.filter(({ fields: sent }) => Object.values(sent).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  const LOGOUT = '<a href="/logout">Wyloguj</a>';
  it.each(
    variants<Case>(1, [
      ['a form beside a table and a way out', site('pl', PL, `${LOGOUT}${own(5)}${asksPl}`, DEAD)],
      [
        'a notice over a table',
        site('pl', nav, `${LOGOUT}${told}<button>✎ 1</button><button>✕ 2</button>${own(9)}`, DEAD),
      ],
    ]),
  )('is a place with something of its own: %s', (_, answer) =>
    onFlow(pages, answer, async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a page with nothing to press, not even a way out', () => {
  const list = (heading: string, ...lines: readonly string[]): string =>
    `<h1>${heading}</h1><ul id="l">${lines.map((line) => `<li>${line}</li>`).join('')}</ul><script>l.onclick = () => { location.href = '/on'; };</script>`;
  /** @param home what half a login is given elsewhere */
  const half =
    (lang: Lang, page: string, home: Answer): Site =>
    ({ path, cookies }) => {
      if (path === '/password') return { to: '/list', cookies: [MEMBER] };
      if (path === '/login' || cookies.get('sid') === undefined)
        return path === '/login' ? loginForm(lang) : { to: '/login' };
      return path === '/list' ? page : home;
    };
  const CASES: readonly (readonly [name: string, lang: Lang, page: string])[] = [
    ['shops (Spanish)', 'es', list('Tiendas', 'Norte', 'Centro', 'Sur')],
    ['branches (Korean)', 'ko', list('지점', '강남', '종로')],
  ];

  it.each(variants(1, CASES))('is asked about where the site leads to its login: %s', (_, lang, page) =>
    onFlow(pages, half(lang, page, { to: '/login' }), async (b) => {
      const { page: handle, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it.each(variants(1, CASES))('is a place where the site leads there: %s', (_, lang, page) =>
    onFlow(pages, half(lang, page, { to: '/list' }), async (b) => {
      const { page: handle, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );
});

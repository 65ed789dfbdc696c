/** Places that show little, and half logins that are built of the same parts: the pair is the test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER, type Site, site } from '../../sites/flows/sessions.js';
import { type Lang, loginForm, signInLink } from '../../sites/flows/words.js';
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

const endsAs = (kind: 'saved' | 'input', title: string, few: number, cases: readonly Case[]): void =>
  it.each(variants(few, cases))(title, (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind });
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
const isFinished = (few: number, cases: readonly Case[]): void => endsAs('saved', 'is a place: %s', few, cases);
const isAsked = (few: number, cases: readonly Case[]): void => endsAs('input', 'is asked about: %s', few, cases);

describe('an empty place whose navigation leads to one other page', () => {
  const around = (one: string, other: string, page: string): string =>
    `<header><nav><a href="/">${one}</a> <a href="/other">${other}</a></nav></header><main>${page}</main>`;
  const empty = (words: string, button: string): string =>
    `<h1>0</h1><p>${words}</p><button type="button">${button}</button>`;
  /** @param more the other page; null where it leads back */
  const pair =
    (lang: Lang, [one, other]: readonly [string, string], start: string, more: string | null): Site =>
    (visit) => {
      const { path } = visit;
      if (path === '/password') return { to: '/', cookies: [MEMBER] };
      if (!isMember(visit)) return path === '/' ? loginForm(lang) : { to: '/' };
      if (path === '/other') return more === null ? { to: '/' } : around(one, other, more);
      return path === '/' ? around(one, other, start) : undefined;
    };
  isFinished(1, [
    [
      'to its settings',
      pair(
        'de',
        ['Tafeln', 'Optionen'],
        empty('Hier ist noch nichts. Legen Sie die erste Tafel an.', 'Neue Tafel'),
        '<p>Sprache: Deutsch</p><a href="/logout">Abmelden</a>',
      ),
    ],
    [
      'with a button for more',
      pair(
        'ko',
        ['보드', '내 정보'],
        `${empty('아직 보드가 없습니다. 첫 보드를 만들어 보세요.', '보드 만들기')}<button type="button">가져오기</button>`,
        '<p>언어: 한국어</p><a href="/logout">로그아웃</a>',
      ),
    ],
  ]);
  isAsked(1, [
    [
      'it leads back',
      pair(
        'fr',
        ['Tableaux', 'Options'],
        empty('Vous n’êtes membre d’aucun service. Rejoignez-en un.', 'Chercher'),
        null,
      ),
    ],
    [
      'it leads to a page without a way out',
      pair(
        'es',
        ['Tableros', 'Centros'],
        empty('Aún no pertenece a ningún centro.', 'Buscar'),
        '<p>Llame al centro.</p>',
      ),
    ],
    [
      'it asks for a number',
      pair(
        'ru',
        ['Доски', 'Настройки'],
        '<p>Введите номер договора.</p><form method="post" action="/n"><input name="n" aria-label="Номер"><button>Далее</button></form>',
        null,
      ),
    ],
    [
      'it has to be agreed to, although the other page lets the session in',
      pair(
        'de',
        ['Tafeln', 'Optionen'],
        '<p>Neue Regeln.</p><form method="post" action="/y"><label><input type="checkbox" name="y" required> Ich habe sie gelesen</label><button>Weiter</button></form>',
        '<p>Sprache: Deutsch</p><a href="/logout">Abmelden</a>',
      ),
    ],
  ]);
});

describe('a page with a way out, something to see and something to press', () => {
  const out = (label: string, page: string): string =>
    `<header><b>△</b> <a href="/logout">${label}</a></header>${page}`;
  const table = (...rows: readonly string[]): string =>
    `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
  const row = (name: string, day: string, end: string): string => `<td>${name}</td><td>${day}</td><td>${end}</td>`;
  const at = (label: string, id: number): string => `<a href="/home?id=${id}">${label}</a>`;
  const drawn = '<canvas width="500" height="300"></canvas>';
  const start = (lang: Lang, page: string): Site => site(lang, page);
  isAsked(4, [
    [
      'a question under a link to itself',
      start(
        'es',
        '<nav><a href="/home">Tableros</a> <a href="/help">Ayuda</a></nav><h1>0</h1><p>Aún no pertenece a ningún centro.</p><button>Buscar</button>',
      ),
    ],
    [
      'one of three, by links that are called alike',
      start(
        'fr',
        out(
          'Déconnexion',
          table(
            row('École', '4 mars', at('Continuer', 1)),
            row('Crèche', '11 mai', at('Continuer', 2)),
            row('Centre', '2 juin', at('Continuer', 3)),
          ),
        ),
      ),
    ],
    [
      'what is looked for is posted',
      start(
        'es',
        out(
          'Salir',
          '<h1>Su centro</h1><form method="post" action="/go"><input type="search" name="q" placeholder="Buscar"><button>Continuar</button></form>',
        ),
      ),
    ],
    [
      'what is asked is drawn',
      start(
        'el',
        out(
          'Αποσύνδεση',
          `${drawn}<form method="post" action="/a"><button name="a" value="1">Α</button><button name="a" value="2">Β</button></form>`,
        ),
      ),
    ],
    [
      'one of two, by buttons that are called alike',
      start(
        'ja',
        out(
          'ログアウト',
          table(row('大阪', '3月', '<button>続ける</button>'), row('京都', '5月', '<button>続ける</button>')),
        ),
      ),
    ],
  ]);
  isFinished(1, [
    [
      'what is drawn, and its hours',
      start('de', out('Abmelden', `${drawn}<button type="button">1 h</button><button type="button">24 h</button>`)),
    ],
    [
      'what is looked for is fetched, over a drawing',
      start(
        'es',
        out(
          'Salir',
          '<h1>△</h1><form action="/s" role="search"><input type="search" name="q" placeholder="Buscar"><button>Buscar</button></form><canvas width="500" height="300"></canvas>',
        ),
      ),
    ],
    [
      'a form that is filled in, under a link to itself',
      start(
        'fr',
        '<nav><a href="/home">Boîtes</a> <a href="/aide">Aide</a></nav><h1>Boîte</h1><form method="post" action="/m"><label>Nom <input name="n" value="Travail"></label><label>Serveur <input name="s" value="imap.example.com"></label><button>Ajouter</button></form>',
      ),
    ],
    [
      'two lines with more than one thing to do',
      start(
        'pl',
        out(
          'Wyloguj',
          table(
            row('A-1', '3.4', '<button>Popraw</button><button>Usuń</button>'),
            row('A-2', '5.4', '<button>Popraw</button><button>Usuń</button>'),
          ),
        ),
      ),
    ],
  ]);
});

describe('a page with a field, and lines that nobody can write in', () => {
  const tool = (out: string, label: string, yes: string, after: string, before = ''): string =>
    `<h1>△</h1><form method="post" action="/t"><label>${label} <input name="t"></label>${before}<button>${yes}</button></form>${after}<footer><a href="/logout">${out}</a></footer>`;
  const lines = (text = ''): string => `<textarea disabled>${text}</textarea>`;
  isFinished(1, [
    ['empty, behind the button', site('pl', tool('Wyloguj', 'Tekst', 'Przetłumacz', lines()))],
    [
      'in an application',
      site('zh', tool('退出', '名称', '提交', '<textarea readonly></textarea><button>标记</button>')),
    ],
  ]);
  isAsked(1, [
    ['none', site('pl', tool('Wyloguj', 'Numer', 'Dalej', ''))],
    [
      'with the terms in them',
      site('de', tool('Abmelden', 'Nummer', 'Weiter', lines('Bedingungen: Ohne Nummer geht es nicht.'))),
    ],
    ['before the button', site('tr', tool('Çıkış', 'Neden', 'Devam', '', lines()))],
  ]);
});

describe('a page with fields and a button that are in no form, and a way out', () => {
  const app = (out: string, title: string, fields: string, yes: string, more = ''): string =>
    `<header><a href="/logout">${out}</a></header><h1>${title}</h1>${more}${fields}<button type="button">${yes}</button>`;
  const lines = (style: string): string => `<textarea style="${style}" aria-label="△"></textarea>`;
  isFinished(1, [
    ['an editor', site('pl', app('Wyloguj', '△', lines('width:600px;height:320px'), 'Zapisz'))],
    [
      'what is still to do',
      site('tr', app('Çıkış', 'İşler', '<input placeholder="Yeni iş">', 'Ekle', '<ul><li>Süt</li><li>Ekmek</li></ul>')),
    ],
    [
      'a talk',
      site('de', app('Abmelden', 'Gespräch', lines(''), 'Senden', '<ul><li>Hallo</li><li>Guten Tag</li></ul>')),
    ],
    ['a search', site('fr', app('Déconnexion', '△', '<input type="search" placeholder="Chercher">', 'Chercher'))],
  ]);
  isAsked(2, [
    ['a number', site('tr', app('Çıkış', 'Sicil', '<input aria-label="Sicil">', 'Devam'))],
    ['the reason', site('ko', app('로그아웃', '접속 사유', lines('height:90px'), '다음'))],
    ['a list', site('ja', app('ログアウト', '所属', '<select><option></option><option>東</option></select>', '次へ'))],
  ]);
});

describe('an application whose frame alone changes', () => {
  const shell =
    (lang: Lang, inside: (path: string) => string): Site =>
    ({ path, ...rest }) => {
      const visit = { path, ...rest };
      if (path === '/password') return { to: '/a', cookies: [MEMBER] };
      if (!isMember(visit)) return loginForm(lang);
      if (path.startsWith('/in')) return inside(path.slice(3));
      return `<nav><input placeholder="⌕"><a href="/a">Ⅰ</a><a href="/b">Ⅱ</a><a href="/c">Ⅲ</a></nav><button>12:40</button><iframe src="/in${path}" width="700" height="400"></iframe>`;
    };
  isFinished(1, [
    [
      'to other things',
      shell(
        'tr',
        (path) => `<h1>${path}</h1><button>${path === '/c' ? 'Yeni satır' : 'Yenile'}</button><p>Disk: ${path}</p>`,
      ),
    ],
  ]);
  isAsked(1, [
    [
      'and asks the same',
      shell('de', () => '<h1>Noch etwas</h1><p>Bitte bestätigen Sie auf dem Telefon.</p><button>Nochmal</button>'),
    ],
  ]);
});

describe('an application of one page that tells strangers to log in wherever they are', () => {
  const routed =
    (lang: Lang, page: string): Site =>
    ({ path, ...rest }) => {
      const visit = { path, ...rest };
      if (path === '/password') return { to: '/app#/one', cookies: [MEMBER] };
      if (path !== '/app') return isMember(visit) ? { to: '/app#/one' } : loginForm(lang);
      return isMember(visit) ? page : `<h1>△</h1><p>401</p>${signInLink(lang, '/')}`;
    };
  const LINES = ['Dil', 'Türkçe', 'Saat', 'Ankara', 'Posta', 'her gün', 'Boyut', 'A4', 'Renk', 'siyah'];
  const nav = `<header>${['one', 'two', 'three', 'four'].map((one) => `<a href="#/${one}">${one.toUpperCase()}</a>`).join('')}</header>`;
  const app = (one: string, four: string): string =>
    `${nav}<main></main><script>const draw = () => { document.querySelector('main').innerHTML = location.hash === '#/four' ? ${JSON.stringify(four)} : ${JSON.stringify(one)}; }; addEventListener('hashchange', draw); draw();</script>`;
  const box =
    '<div role="dialog"><p>İlk iş olarak birkaç kaynak alın.</p><p>Bunu daha sonra da yapabilirsiniz.</p><button>Devam</button></div><button>Al</button>';
  isFinished(1, [['and shows much elsewhere', routed('tr', app(box, LINES.map((line) => `<p>${line}</p>`).join('')))]]);
  isAsked(1, [
    ['and shows little elsewhere', routed('tr', app(box, '<p>Bunu önce yapın.</p><p>Sonra her şey açılır.</p>'))],
  ]);
});

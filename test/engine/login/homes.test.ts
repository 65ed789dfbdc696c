import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import {
  application,
  isMember,
  MEMBER,
  rotating,
  type Site,
  sameCookie,
  site,
  tabBound,
  tired,
} from '../../sites/flows/sessions.js';
import { type Lang, loginForm, ordersPage, signInLink } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const icon = (name: string): string => `<svg width="20" height="20" class="${name}"><circle r="9"/></svg>`;
const standsInTheWay = (lang: Lang, page: string): Site => site(lang, ordersPage(lang), { '/hint': page }, '/hint');
const form = (fields: string, button: string): string =>
  `<form method="post" action="/never">${fields}<button>${button}</button></form>`;

const HOMES: readonly (readonly [string, Site])[] = [
  [
    'a page that only a POST gets',
    (visit) => {
      if (visit.path === '/login')
        return visit.form ? { body: ordersPage('de'), cookies: [MEMBER] } : { body: 'Nein.', status: 405 };
      return visit.path !== '/' ? undefined : isMember(visit) ? ordersPage('de') : loginForm('de', '/login');
    },
  ],
  [
    'an address that names the account',
    (visit) => {
      if (visit.path === '/password') return { to: '/?benutzer=ada', cookies: [MEMBER] };
      if (visit.path !== '/') return undefined;
      return isMember(visit) && visit.query.get('benutzer') === 'ada' ? ordersPage('de') : loginForm('de');
    },
  ],
  [
    'a menu of pictures that are no buttons',
    site(
      'ja',
      `<div role="navigation">${['ログ', '設定', 'ログアウト'].map((name) => `<div role="menuitem" tabindex="0" aria-label="${name}">${icon('i')}</div>`).join('')}</div>
       <h3>状態</h3><button aria-label="配置の編集">${icon('a')}</button><button aria-label="配置の固定" disabled>${icon('b')}</button><p>CPU</p><p>100%</p>`,
    ),
  ],
  ['routes and localStorage', application('ru', 'localStorage.t', 'localStorage.t = t', ordersPage('ru'))],
  ['routes and sessionStorage', application('ko', 'sessionStorage.t', 'sessionStorage.t = t', ordersPage('ko'))],
  ['routes and IndexedDB', application('he', 'await inIdb()', 'await keepInIdb(t)', ordersPage('he'))],
  [
    'everything in a frame',
    (visit) => {
      if (visit.path === '/') return '<iframe src="/inner" width="400" height="300"></iframe>';
      if (visit.path === '/password') return { to: '/inner', cookies: [MEMBER] };
      return isMember(visit) ? ordersPage('pl') : loginForm('pl');
    },
  ],
  [
    'a refresh after two seconds',
    site(
      'ja',
      ordersPage('ja'),
      { '/on': '<meta http-equiv="refresh" content="2;url=/home"><p>ご利用ありがとうございます</p>' },
      '/on',
    ),
  ],
  [
    'a script that goes on',
    site(
      'ar',
      ordersPage('ar'),
      { '/on': '<p>لحظة من فضلك</p><script>setTimeout(() => location = "/home", 1500)</script>' },
      '/on',
    ),
  ],
  ['tokens for one use, while the page polls', rotating('es')],
  ['a tab that the server knows', tabBound('zh')],
  ['one cookie before and after', sameCookie('tr')],
  [
    'a public home with a picture',
    (visit) => {
      if (visit.path === '/password') return { to: '/', cookies: [MEMBER] };
      if (visit.path === '/login') return loginForm('vi');
      return `<header>${isMember(visit) ? `<a href="/me" class="user-avatar">${icon('a')}</a>` : signInLink('vi')}</header><h1>Tin tức</h1><p>Hôm nay trời nắng.</p>`;
    },
  ],
  [
    'a public home without any sign',
    (visit) => {
      if (visit.path === '/password') return { to: '/home', cookies: [MEMBER] };
      if (visit.path === '/') return `<h1>Νέα</h1><p>Καλημέρα σε όλους.</p>${signInLink('el')}`;
      if (visit.path === '/login') return loginForm('el');
      return isMember(visit) ? ordersPage('el') : { to: '/login' };
    },
  ],
  [
    'a form for everybody at the home page',
    (visit) => {
      if (visit.path === '/password') return { to: '/app', cookies: [MEMBER] };
      if (visit.path === '/') return loginForm('uk');
      return isMember(visit) ? ordersPage('uk') : { to: '/' };
    },
  ],
  [
    'icons only',
    site(
      'de',
      `<nav>${['boxes', 'files', 'team'].map((name) => `<a href="/${name}">${icon(name)}</a>`).join('')}</nav><main><h2>Mai</h2><canvas width="200" height="100"></canvas></main>`,
      { '/boxes': 'Kisten', '/files': 'Akten', '/team': 'Team' },
    ),
  ],
  ['a stranger who has to wait', tired('en', { body: '<h1>Too many requests</h1>', status: 429 })],
  [
    'a stranger who has to show that he is no robot',
    tired(
      'fa',
      '<h1>یک لحظه</h1><iframe src="https://challenges.cloudflare.com/turnstile/x" title="captcha" width="300" height="80"></iframe>',
    ),
  ],
  [
    'a text that changes with each visit',
    (visit) => {
      const now = `<p>${Math.random().toString(36).slice(2)} ${Math.random().toString(36).slice(2)}</p>`;
      if (visit.path === '/password') return { to: '/home', cookies: [MEMBER] };
      return isMember(visit) ? now + ordersPage('th') : now + loginForm('th');
    },
  ],
  ['what is new', standsInTheWay('es', `<h1>Novedades de mayo</h1><p>Ahora con mapas.</p>${form('', 'Vamos')}`)],
  [
    'a profile to complete',
    standsInTheWay(
      'ru',
      `<h1>Заполните профиль</h1>${form('<label>Город <input name="city"></label><label>Телефон <input name="phone" type="tel"></label>', 'Сохранить')}`,
    ),
  ],
  [
    'a phone to add',
    standsInTheWay(
      'ko',
      `<h1>휴대폰 번호 추가</h1>${form('<label>휴대폰 번호 <input name="phone" type="tel"></label>', '다음')}`,
    ),
  ],
  [
    'a password that ends soon',
    standsInTheWay(
      'fr',
      `<h1>Votre mot de passe expire dans 5 jours</h1>${form('', 'Changer')}<a href="/home">Plus tard</a>`,
    ),
  ],
  [
    'its settings',
    site(
      'pl',
      `<nav><a href="/home">Ustawienia</a><a href="/logout">Wyloguj się</a></nav><h1>Twoje konto</h1>${form('<label>Obecne hasło <input type="password" name="o"></label><label>Nowe hasło <input type="password" name="n"></label><label>Powtórz hasło <input type="password" name="r"></label>', 'Zmień hasło')}`,
    ),
  ],
  [
    'its sessions',
    site(
      'en',
      '<nav><a href="/home">Security</a><a href="/files">Files</a><a href="/logout">Log out</a></nav><h1>Security</h1><h2>Active sessions</h2><ul><li>Chrome, this device</li><li>Firefox, another device</li></ul><button>End the other sessions</button>',
      { '/files': 'Files' },
    ),
  ],
  [
    'a mailbox to add',
    site(
      'el',
      `<nav><a href="/home">Ταχυδρομείο</a><a href="/logout">Αποσύνδεση</a></nav><h1>Νέο γραμματοκιβώτιο</h1>${form('<label>Όνομα χρήστη <input name="m"></label><label>Κωδικός πρόσβασης <input type="password" name="x"></label>', 'Προσθήκη')}`,
    ),
  ],
  ...(
    [
      ['de', 'Abmelden', 'Sicherheit', ['Ersatzcodes', 'Zweiter Faktor'], 'Davon raten wir ab.', 'Anzeigen'],
      ['es', 'Cerrar sesión', 'Mi cuenta', ['Facturas', 'Dispositivos'], 'Aquí están las de este año.', 'Gestionar'],
      ['ja', 'ログアウト', '設定', ['通知', '言語'], 'メールで届きます。', '変更'],
    ] as const
  ).map(([lang, out, head, parts, text, way]): readonly [string, Site] => [
    `sections and a form to log out with (${lang})`,
    site(
      lang,
      `<form method="post" action="/logout">ada <button>${out}</button></form><h1>${head}</h1>
       ${parts.map((part, at) => `<h2>${part}</h2><p>${text}</p><p><a href="/home/${at}">${way}</a></p>`).join('')}`,
    ),
  ]),
  ...(
    [
      ['fr', 'Déconnexion', 'Base de données', ['Modifier', 'Schéma', 'Privilèges'], 'Aucune table.'],
      ['tr', 'Çıkış yap', 'Veritabanı', ['Değiştir', 'Şema', 'Yetkiler'], 'Tablo yok.'],
      ['ko', '로그아웃', '데이터베이스', ['변경', '스키마', '권한'], '테이블이 없습니다.'],
    ] as const
  ).map(([lang, out, head, ways, text]): readonly [string, Site] => [
    `pages that only a query tells apart (${lang})`,
    site(
      lang,
      `${form('', out)}<h2>${head}</h2><p>${ways.map((way, at) => `<a href="/?db=orchard&amp;page=${at}">${way}</a>`).join(' ')}</p><p>${text}</p>`,
    ),
  ]),
  ['a greeting', site('de', '<h1>Hallo Ada</h1>')],
  ['a greeting in Hebrew', site('he', '<p>שלום עדה</p>')],
  [
    'a list of its own',
    site(
      'ja',
      '<h1>買い物</h1><ul><li>米</li><li>茶</li></ul><form method="post" action="/add"><label>品名 <input name="item"></label><button>追加</button></form>',
    ),
  ],
  [
    'a search',
    site(
      'vi',
      '<h1>Thư viện</h1><form action="/find"><input type="search" name="q" placeholder="Tìm kiếm"><button>Tìm</button></form><ul><li>Sách</li></ul>',
    ),
  ],
  [
    'some buttons and a log out',
    site(
      'uk',
      `<a href="/logout">Вийти</a><h1>Нотатки</h1>${form('', 'Нова нотатка')}<ul><li>Молоко. Хліб.</li><li>Завтра о п’ятій.</li></ul>`,
    ),
  ],
  [
    'navigation and buttons',
    site(
      'zh',
      `<nav><a href="/a">收件箱</a><a href="/b">草稿</a><a href="/c">已发送</a></nav><main><h1>概览</h1>${form('', '写信')}</main>`,
      {
        '/a': '<nav><a href="/a">收件箱</a><a href="/b">草稿</a><a href="/c">已发送</a></nav><main><h1>收件箱</h1></main>',
      },
    ),
  ],
  [
    'a box on a list',
    site(
      'fr',
      '<h1>À faire</h1><label><input type="checkbox"> Appeler Paul</label><label><input type="checkbox"> Payer le loyer</label>',
    ),
  ],
];

/** Nothing tells these from a question. */
const UNSURE: readonly (readonly [string, Site])[] = [
  [
    'an application of buttons',
    application(
      'fr',
      'localStorage.t',
      'localStorage.t = t',
      '<h1>Notes</h1><p>Pas de notes.</p><button>Nouvelle note</button><button>Trier</button>',
    ),
  ],
  [
    'two links and some words',
    site(
      'ar',
      `<h1>طلباتك</h1><p>وصل الطلب 1704. سيصل الطلب 1705 غدا.</p><a href="/orders/1704">1704</a><a href="/orders/1705">1705</a>`,
    ),
  ],
];

describe('a session that works is saved', () => {
  it.each(variants(6, HOMES))('%s', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      expect(posts.filter(({ path }) => path === '/never')).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('where a page may be a question, a person is asked', () => {
  it.each(UNSURE)('%s', (_, answer) =>
    onFlow(pages, answer, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'input', page: { fields: [] } });
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

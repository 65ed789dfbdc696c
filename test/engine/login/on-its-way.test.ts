/** Pages that go on by themselves, once: what they trade is used up if they are opened a second time meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { type Answer, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { type Lang, loginForm, ordersPage } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { bench, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const RING =
  '<style>.r{width:30px;height:30px;border:4px solid #ccc;border-top-color:#00c;border-radius:50%;animation:t 1s linear infinite}@keyframes t{to{transform:rotate(360deg)}}</style><div class="r"></div>';
const HEAD = `<header><a href="/x">Α</a> <a href="/y">Β</a> <form action="/s"><input type="search" name="q" placeholder="?"><button>⌕</button></form></header>`;

interface Way {
  readonly lang: Lang;
  /** Pages on the way, by path; the first one is where the login leads. */
  readonly on: Readonly<Record<string, string | ((visit: Visit) => Answer | undefined)>>;
  /** How long the site takes to trade. */
  readonly tradesMs?: number;
  /** Where the login leads. */
  readonly to?: string;
  readonly body?: (ticket: string) => string;
}

/** A site that gives a ticket for the password, which is good for one trade. */
function siteOf({ lang, on, tradesMs = 1_500, to, body }: Way) {
  let ticket = 0;
  let used = 0;
  let trades = 0;
  const first = to ?? Object.keys(on)[0]!;
  const answer = async (visit: Visit): Promise<Answer | undefined> => {
    const { path, cookies, query, form } = visit;
    if (path === '/password') {
      ticket += 1;
      const half = [`half=${ticket}`];
      return body === undefined
        ? { to: first.replace('TICKET', `t${ticket}`), cookies: half }
        : { body: body(`t${ticket}`), cookies: half };
    }
    if (path === '/trade') {
      trades += 1;
      const given = form?.get('t') ?? query.get('t') ?? `t${cookies.get('half')}`;
      const isGood = given === `t${ticket}` && used !== ticket;
      used = ticket;
      await sleep(tradesMs);
      if (!isGood) return { body: 'used', status: 409 };
      return form?.has('go') || query.has('go')
        ? { to: '/home', cookies: [MEMBER, 'half='] }
        : { body: 'ok', cookies: [MEMBER, 'half='] };
    }
    if (isMember(visit)) return path === '/' ? { to: '/home' } : path === '/home' ? ordersPage(lang) : { to: '/home' };
    if (path === '/') return Number(cookies.get('half') ?? 0) > 0 ? { to: first.split('?')[0]! } : loginForm(lang);
    const page = on[path];
    if (page === undefined) return { to: '/' };
    return typeof page === 'string' ? page : page(visit);
  };
  return { answer, trades: () => trades };
}

const after = (ms: number, script: string): string => `<script>setTimeout(async () => { ${script} }, ${ms});</script>`;
const TRADE = "const r = await fetch('/trade', { method: 'POST' }); if (r.ok) location.replace('/home');";

const polled = { n: 0 };
const WAYS: readonly (readonly [name: string, way: Way])[] = [
  [
    'a page that trades by itself after two others (tr)',
    {
      lang: 'tr',
      on: {
        '/done': `<meta http-equiv="refresh" content="5;url=/prep">${HEAD}<h2>Giriş başarılı</h2>${RING}`,
        '/prep': `${HEAD}<h2>Sayfanız hazırlanıyor</h2>${RING}${after(3000, TRADE)}`,
      },
    },
  ],
  [
    'a ticket in the address (de)',
    {
      lang: 'de',
      to: '/prep?ticket=TICKET',
      on: {
        '/prep': `${HEAD}<h2>Ihr Konto</h2><p>Das dauert ein wenig.</p>${RING}${after(3000, `const t = new URLSearchParams(location.search).get('ticket'); const r = await fetch('/trade', { method: 'POST', body: new URLSearchParams({ t }) }); if (r.ok) location.replace('/home');`)}`,
      },
    },
  ],
  [
    'a hidden form that a script posts (fr)',
    {
      lang: 'fr',
      on: { '/none': '' },
      body: (t) =>
        `${HEAD}<h2>Un instant</h2>${RING}<form id="f" method="post" action="/trade"><input type="hidden" name="t" value="${t}"><input type="hidden" name="go" value="1"></form>${after(4000, 'f.submit();')}`,
    },
  ],
  [
    'a ticket in sessionStorage (ko)',
    {
      lang: 'ko',
      on: {
        '/start': `${HEAD}<h2>화면 구성</h2>${RING}${after(3500, `const t = sessionStorage.t; const r = await fetch('/trade', { method: 'POST', body: new URLSearchParams({ t }) }); if (r.ok) location.replace('/home');`)}`,
      },
      body: (t) => `<script>sessionStorage.t = '${t}'; location.replace('/start');</script>`,
    },
  ],
  [
    'three pages, one after the other (pl)',
    {
      lang: 'pl',
      on: {
        '/a': `<meta http-equiv="refresh" content="4;url=/b">${HEAD}<h2>Ⅰ</h2>`,
        '/b': `<meta http-equiv="refresh" content="4;url=/c">${HEAD}<h2>Ⅱ</h2>`,
        '/c': `<meta http-equiv="refresh" content="4;url=/trade?go=1">${HEAD}<h2>Ⅲ</h2>`,
      },
    },
  ],
  [
    'an answer that takes long (es)',
    {
      lang: 'es',
      tradesMs: 7_000,
      on: { '/prep': `${HEAD}<h2>Área do cliente</h2>${RING}${after(100, TRADE)}` },
    },
  ],
  [
    'nothing that changes for eight seconds (vi)',
    {
      lang: 'vi',
      on: { '/prep': `${HEAD}<h2>Trang của bạn</h2>${RING}${after(8000, TRADE)}` },
    },
  ],
  [
    'a page that asks until it is ready (ar)',
    {
      lang: 'ar',
      on: {
        '/prep': `${HEAD}<h2>صفحتك</h2>${RING}<script>(async () => { for (;;) { const r = await (await fetch('/ready')).text(); if (r === 'yes') break; await new Promise((d) => setTimeout(d, 1000)); } ${TRADE} })();</script>`,
        '/ready': () => (++polled.n > 9 ? 'yes' : { body: 'no', script: true }),
      },
    },
  ],
  [
    'a picture that moves (ja)',
    {
      lang: 'ja',
      on: {
        '/prep': `${HEAD}<h2>マイページ</h2><img class="loader" width="32" height="32" alt="" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">${after(5000, TRADE)}`,
      },
    },
  ],
  [
    'an application at one address (he)',
    {
      lang: 'he',
      on: {
        '/app': `${HEAD}<main id="m"><h2>החשבון שלך</h2>${RING}</main>${after(5000, `const r = await fetch('/trade', { method: 'POST' }); if (r.ok) location.replace('/home');`)}`,
      },
    },
  ],
  [
    'a head that knows who it is (en)',
    {
      lang: 'en',
      on: {
        '/prep': `<header><a href="/x">Α</a> <a href="/y">Β</a> <span>Ada</span> <a href="/logout">Log out</a></header><h2>Your desk</h2>${RING}${after(3000, TRADE)}`,
      },
    },
  ],
  [
    'nothing that moves, a form (cs)',
    {
      lang: 'en',
      on: { '/none': '' },
      body: (t) =>
        `${HEAD}<h2>Strpení</h2><form id="f" method="post" action="/trade"><input type="hidden" name="t" value="${t}"><input type="hidden" name="go" value="1"></form>${after(6000, 'f.submit();')}`,
    },
  ],
  [
    'a number that runs down (hu)',
    {
      lang: 'en',
      on: { '/none': '' },
      body: (t) =>
        `${HEAD}<h2>Mindjárt</h2><p id="n">7</p><form id="f" method="post" action="/trade"><input type="hidden" name="t" value="${t}"><input type="hidden" name="go" value="1"></form><script>setInterval(() => { n.textContent -= 1; if (n.textContent === '0') f.submit(); }, 1000);</script>`,
    },
  ],
  [
    'a page that loads itself anew (id)',
    {
      lang: 'en',
      on: {
        '/prep': () =>
          ++polled.n < 6
            ? `<meta http-equiv="refresh" content="2">${HEAD}<h2>Halaman Anda</h2>`
            : { to: '/trade?go=1' },
      },
    },
  ],
  [
    'a frame of its members, and a slow answer (th)',
    {
      lang: 'th',
      tradesMs: 2_500,
      on: {
        '/prep': `<header><a href="/x">Α</a> <a href="/y">Β</a> <span>Ada</span> <a href="/logout">ออกจากระบบ</a></header><h2>…</h2>${after(300, TRADE)}`,
      },
    },
  ],
];

describe('a page that goes on by itself, once', () => {
  it('is left to go on, and never opened a second time meanwhile', () => {
    const prepare = `${HEAD}<h2>Sayfanız hazırlanıyor</h2>${RING}${after(1_500, TRADE)}`;
    const { answer, trades } = siteOf({ lang: 'tr', on: { '/prep': prepare }, tradesMs: 500 });
    return onFlow(pages, answer, async (b) => {
      expect([(await toTheEnd(b)).came, trades()]).toMatchObject([{ kind: 'saved' }, 1]);
    });
  });

  it.each(variants(0, WAYS))(
    '%s',
    async (_, way) => {
      polled.n = 0;
      const { answer, trades } = siteOf(way);
      const site = await serveFlow(async (visit) => {
        const found = await answer(visit);
        return visit.path === '/ready' && typeof found === 'object' && 'script' in found
          ? { body: found.body, script: true }
          : visit.path === '/ready'
            ? { body: 'yes', script: true }
            : found;
      });
      const b = bench(pages, site.host, { login: { timeouts: TIMEOUTS } });
      try {
        const { came } = await toTheEnd(b);
        expect([came, trades()]).toMatchObject([{ kind: 'saved' }, 1]);
      } finally {
        await site.stop();
        b.clean();
      }
    },
    90_000,
  );

  const ENDS: readonly (readonly [string, string, boolean])[] = [
    [
      'a page that asks for ever',
      `${HEAD}<h2>صفحتك</h2>${RING}<script>setInterval(() => fetch('/x'), 1000);</script>`,
      false,
    ],
    [
      'a phone to confirm it on (hy)',
      `${HEAD}<h2>Հաստատեք հեռախոսով</h2><p>Բացեք հավելվածը եւ սեղմեք «Այո»։</p>${RING}<script>setInterval(() => fetch('/x'), 1000);</script>`,
      false,
    ],
    [
      'a phone, and a way to try again (ka)',
      `${HEAD}<h2>დაადასტურეთ</h2><p>გახსენით აპლიკაცია ტელეფონში.</p>${RING}<button type="button">თავიდან</button><script>setInterval(() => fetch('/x'), 1000);</script>`,
      false,
    ],
    [
      'a place with an ornament that turns (ka)',
      `<h1>გამარჯობა</h1><p>შეკვეთები</p>${RING}<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><script>1</script>`,
      true,
    ],
    [
      'a page with next to nothing that turns (ka)',
      `<h1>გამარჯობა</h1><p>შეკვეთები</p><p>42,50</p>${RING}<script>1</script>`,
      false,
    ],
  ];
  it.each(variants(0, ENDS))(
    'ends: %s',
    async (_, body, isIn) => {
      const site = await serveFlow((visit) => {
        if (visit.path === '/password') return { to: '/prep', cookies: ['half=1'] };
        if (visit.cookies.get('half') !== '1') return visit.path === '/' ? loginForm('en') : { to: '/' };
        return visit.path === '/x' ? { body: 'no' } : visit.path === '/prep' ? body : { to: '/prep' };
      });
      const b = bench(pages, site.host, { login: { timeouts: TIMEOUTS } });
      try {
        const { came } = await toTheEnd(b);
        expect([came.kind === 'saved', site.posts.length]).toEqual([isIn, 1]);
      } finally {
        await site.stop();
        b.clean();
      }
    },
    90_000,
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variant, variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const LOGIN =
  '<h1>Sign in</h1><form method="post" action="/login"><label>User name <input name="u"></label><label>Password <input name="p" type="password"></label><button>Sign in</button></form>';
const MEMBERS = '<h1>Hello</h1><a href="/logout">Log out</a>';
const SENDS =
  "async (w) => { await fetch('/w', { method: 'POST', body: new URLSearchParams({ w }) }); location.href = '/members'; }";

/** A site whose password leads to a choice, by which it lets somebody in. */
const site =
  (choice: string, right: string) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isIn = cookies.get('sid') === '1';
    if (path === '/login') return { to: '/w', cookies: ['half=1'] };
    if (path === '/w' && form !== null && cookies.has('half') && form.get('w') === right)
      return { to: '/members', cookies: ['sid=1'] };
    if (path === '/w') return choice;
    return isIn ? MEMBERS : path === '/' && !cookies.has('half') ? LOGIN : { to: cookies.has('half') ? '/w' : '/' };
  };

const LISTS: readonly (readonly [string, string, RegExp])[] = [
  [
    'items that a script hears (de)',
    `<h1>Arbeitsbereich wählen</h1><ul id="l"><li style="cursor:pointer">Alpen</li><li style="cursor:pointer">Nord</li></ul>
     <script>l.addEventListener('click', (e) => (${SENDS})(e.target.textContent));</script>`,
    /^Nord/,
  ],
  [
    'options in a shadow root (vi)',
    `<h1>Chọn chi nhánh</h1><x-list></x-list><script>customElements.define('x-list', class extends HTMLElement {
      connectedCallback() {
        const root = this.attachShadow({ mode: 'open' });
        root.innerHTML = '<p role="option">Huế</p><p role="option">Nord</p>';
        root.addEventListener('click', (e) => (${SENDS})(e.target.textContent));
      }
    });</script>`,
    /^Nord/,
  ],
  [
    'boxes with the focus (ja)',
    `<h1>拠点を選択</h1><div><div tabindex="0">大阪</div><div tabindex="0">Nord</div></div>
     <script>document.addEventListener('click', (e) => (${SENDS})(e.target.textContent));</script>`,
    /^Nord/,
  ],
];

describe('a choice without a button, after the password', () => {
  it.each(variants(1, LISTS))('%s is asked of a person', (_, choice, answer) =>
    onFlow(pages, site(choice, 'Nord'), async (b) => {
      const { page, came } = await toTheEnd(b);
      const seen = inputOf(came as never);
      expect(seen.sign_in_options.map(({ label }) => label).slice(0, 2)).toEqual([expect.any(String), 'Nord']);
      expect((await choosing(b, page, seen, answer)).came).toMatchObject({ kind: 'saved' });
    }),
  );

  variant('a list of which nothing is chosen yet, too (fr)', () => {
    const choice =
      '<h1>Choisissez votre agence</h1><form method="post" action="/w" id="f"><label>Agence <select name="w" onchange="f.submit()"><option value=""></option><option>Sud</option><option>Nord</option></select></label></form>';
    return onFlow(pages, site(choice, 'Nord'), async (b) => {
      const { page, came } = await toTheEnd(b);
      const seen = inputOf(came as never);
      const [name] = fieldNames(seen);
      expect(await b.fill(page, seen, { [name!]: 'Nord' })).toMatchObject({ kind: 'authenticated' });
      await b.activities.closePage({ ...b.ref, page });
    });
  });

  variant('is no question on the page of somebody who is in', () => {
    const cards = '<h1>Welcome back, Ada</h1><div><div tabindex="0">Invoices</div><div tabindex="0">Orders</div></div>';
    return onFlow(
      pages,
      ({ path, cookies }) =>
        path === '/login' ? { to: '/', cookies: ['sid=1'] } : cookies.get('sid') === '1' ? cards : LOGIN,
      async (b) => {
        expect((await toTheEnd(b)).came).toMatchObject({ kind: 'saved' });
      },
    );
  });
});

describe('the way to a login without a link to it', () => {
  it.each(
    variants(1, [
      [
        'the menu of an account behind a span (tr)',
        `<nav><a href="/a">Fırsatlar</a> <span id="s" style="cursor:pointer">Hesabım</span><div id="m" hidden><a href="/login">Giriş yap</a></div></nav><h1>Mağaza</h1><p>Bugünün ürünleri burada, her gün yenileri.</p>
         <script>s.addEventListener('click', () => { m.hidden = false; });</script>`,
      ],
      [
        'languages (hu)',
        '<p>Válasszon nyelvet / Choose a language, please</p><p><a href="/set">Magyar</a> <a href="/set">English</a> <a href="/set">Deutsch</a></p>',
      ],
    ] as const),
  )('%s', (_, start) =>
    onFlow(
      pages,
      ({ path }) => (path === '/' ? start : LOGIN),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields).toHaveLength(2);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { go, HALF_WAY } from '../../sites/flows/half-way.js';
import type { Lang } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const SHOP_HEAD =
  '<header><form role="search" action="/s/9"><input type="search" name="q"><button>Ⅴ</button></form><nav><a href="?l=fa">FA</a><a href="?l=en">EN</a></nav></header>';
/** Answers that only the pointer shows to be such. */
const boxes = (...labels: string[]): string =>
  `<div>${labels.map((label) => `<div class="t" style="cursor:pointer">${label}</div>`).join('')}</div>
   <script>for (const t of document.querySelectorAll('.t')) t.addEventListener('click', () => {
     const form = Object.assign(document.createElement('form'), { method: 'post', action: '/go-on' });
     document.body.append(form);
     form.submit();
   });</script>`;

interface Check {
  readonly name: string;
  readonly site: 'everywhere' | 'inPlace' | 'shop';
  readonly lang: Lang;
  readonly takes: RegExp;
  readonly step: string;
}

const CHECKS: readonly Check[] = [
  {
    name: 'a check in the frame of a shop that everybody may read',
    site: 'shop',
    lang: 'de',
    takes: /Ring/,
    step: `<main><h1>Vi behöver ett ord till</h1><p>Hur vill du bli kontaktad?</p>${go('Ring mig', 'Skriv')}</main>`,
  },
  {
    name: 'a check that greets and has a log out',
    site: 'everywhere',
    lang: 'de',
    takes: /Klopt/,
    step: `<header><a href="/logout">Uitloggen</a></header><main><h1>Hallo Ada</h1><p>Bevestig even dat dit adres nog klopt.</p>${go('Klopt')}</main>`,
  },
  {
    name: 'a check whose navigation is routes in the page',
    site: 'everywhere',
    lang: 'fr',
    takes: /Fatto/,
    step: `<nav><a href="#/ordini">Ⅰ</a><a href="#/file">Ⅱ</a><a href="#/conti">Ⅲ</a><a href="/logout">Esci</a></nav><main><h1>Ancora un passo</h1><p>Leggi qui.</p><button type="button" onclick="fetch('/go-on', { method: 'POST' }).then(() => { location.href = '/home' })">Fatto</button></main>`,
  },
  {
    name: 'a check above a foot with links that no list knows',
    site: 'inPlace',
    lang: 'ru',
    takes: /Selvä/,
    step: `<header><a href="/logout">Kirjaudu ulos</a></header><main><h1>Vielä yksi asia</h1><p>Lue tämä ensin.</p>${go('Selvä')}</main><footer><a href="/a">Ⅰ</a><a href="/b">Ⅱ</a><a href="/c">Ⅲ</a><a href="/d">Ⅳ</a></footer>`,
  },
  {
    name: 'a check in the frame of a shop that has a way out as well',
    site: 'shop',
    lang: 'es',
    takes: /銀座/,
    step: `<a href="/logout">ログアウト</a><main><h1>ご利用店舗をお選びください</h1><p>続けるには店舗の登録が必要です。</p>${go('銀座店', '大阪店')}</main>`,
  },
  {
    name: 'a device in boxes without a role, under the search and the languages of its shop',
    site: 'shop',
    lang: 'fa',
    takes: /عمومی/,
    step: `${SHOP_HEAD}<main><h1>این رایانه از آن کیست؟</h1><p>یکی را برگزینید.</p>${boxes('خودم', 'عمومی')}</main>`,
  },
  {
    name: 'a device in boxes without a role, in words of no list',
    site: 'shop',
    lang: 'tr',
    takes: /Elalem/,
    step: `${SHOP_HEAD}<main><h1>Kimin bu alet?</h1>${boxes('Benim', 'Elalemin')}</main>`,
  },
];

describe('a check that looks like a place behind the login', () => {
  it.for(variants(3, CHECKS))('is asked of a person: $name', ({ site, lang, step, takes }) =>
    onFlow(pages, HALF_WAY[site](lang, step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(posts.filter(({ path }) => path === '/go-on')).toEqual([]);
      expect((await choosing(b, page, came.page, takes)).came).toMatchObject({ kind: 'saved' });
    }),
  );
});

/** What a site has around all of its pages, beside the login too: it neither asks anything nor leads anywhere. Each in a pair, of a finished login and a half one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const OUT = '<div><span>Ada Lovelace</span> <a href="/ut">Log out</a></div>';
const PLACE = `${OUT}<h1>4711</h1><ul><li>Konto 12 340</li><li>Spar 88 000</li></ul><table><tr><td>Rema</td><td>-412</td></tr><tr><td>Lønn</td><td>31 200</td></tr></table>`;
const STEPS = [
  `${OUT}<h1>4711</h1><ul><li>Pixel 7</li><li>iPad</li></ul><p>Հաստատեք դա ձեր հեռախոսում։ Մենք կսպասենք։</p><button type="button">Ուղարկել</button>`,
  `${OUT}<h1>4711</h1><p>დაადასტურეთ ეს თქვენს ტელეფონზე. ჩვენ დაგელოდებით აქ.</p>`,
  `${OUT}<h1>Ընտրեք</h1><ul><li><a href="/c/1">Ադլեր</a></li><li><a href="/c/2">Բիրկե</a></li><li><a href="/c/3">Ցեդար</a></li><li><a href="/c/4">Դելֆին</a></li></ul>`,
];

/** Around each page: what comes before it and after it. */
const CLOTHES: readonly (readonly [name: string, lang: Lang, head: string, foot: string])[] = [
  [
    'a link that skips, and languages by the query',
    'en',
    '<a href="#m">Hopp til innhold</a><div><a href="?sprak=nb">Bokmål</a> <a href="?sprak=nn">Nynorsk</a> <a href="?sprak=en">English</a></div>',
    '',
  ],
  [
    'several links that skip',
    'de',
    '<p><a href="#m">Zum Inhalt</a> <a href="#s">Zur Suche</a> <a href="#n">Zur Hilfe</a></p><div><a href="?l=1">Ⅰ</a> <a href="?l=2">Ⅱ</a></div><p id="s">⌕</p>',
    '<p id="n">☎</p>',
  ],
  [
    'the way back to the top',
    'fr',
    '<div><a href="?taille=1">A</a> <a href="?taille=2">A+</a></div>',
    '<a href="#top">Haut de page</a> <a href="#m">Revenir</a>',
  ],
  [
    'printing',
    'tr',
    '<div><a href="?p=a4">⎙</a></div>',
    '<a href="javascript:print()">Yazdır</a> <button type="button" onclick="print()">Çıktı al</button>',
  ],
  [
    'sizes and contrast',
    'pl',
    '<div><button type="button">A</button><button type="button">A+</button><button type="button">A++</button> <a href="?kontrast=1">Kontrast</a></div>',
    '',
  ],
  [
    'settings of cookies',
    'es',
    '',
    '<div><button type="button" id="cc">Configuración de las galletas</button> <a href="?ver=movil">Móvil</a></div>',
  ],
  [
    'colours and money',
    'ja',
    '<nav><a href="?theme=dark">ダーク</a> <a href="?theme=light">ライト</a> <a href="?theme=auto">自動</a></nav><nav><a href="?cur=EUR">€</a> <a href="?cur=USD">$</a> <a href="?cur=JPY">¥</a></nav>',
    '',
  ],
];

const dressed = (head: string, foot: string, page: string): string => `${head}<main id="m">${page}</main>${foot}`;
const site = (lang: Lang, head: string, foot: string, page: string) => (visit: Visit) => {
  if (visit.path === '/password') return { to: '/four', cookies: [MEMBER] };
  if (!isMember(visit)) return visit.path === '/' ? dressed(head, foot, loginForm(lang)) : { to: '/' };
  return visit.path === '/four' ? dressed(head, foot, page) : { to: '/four' };
};

describe('around each page', () => {
  it.each(variants(1, CLOTHES))('%s: a place is one', (_, lang, head, foot) =>
    onFlow(pages, site(lang, head, foot, PLACE), async (b) => {
      expect((await toTheEnd(b)).came).toMatchObject({ kind: 'saved' });
    }),
  );
  const halves = CLOTHES.flatMap(([name, ...clothes]) =>
    STEPS.map((step, at) => [`${name} (${at + 1})`, ...clothes, step] as const),
  );
  it.each(variants(1, halves))('%s: a step is none', (_, lang, head, foot, step) =>
    onFlow(pages, site(lang, head, foot, step), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came).toMatchObject({ kind: 'input' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import { HALF_WAY } from '../../sites/flows/half-way.js';
import type { Lang } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a login that is half done, by a form', () => {
  it.each<[string, 'everywhere' | 'inPlace' | 'shop', Lang, string, string]>(
    variants(1, [
      [
        'where its books are, beside the search of a place',
        'everywhere',
        'pl',
        `<header><form action="/search"><input name="q" placeholder="Zoeken"><button>Zoek</button></form><nav><a href="/hot">Ⅰ</a><a href="/read">Ⅱ</a><a href="/me">ada</a><a href="/logout">Uitloggen</a></nav></header><h2>Database instellen</h2><form method="post" action="/go-on"><label>Map van de bibliotheek <input name="m"></label><button>Opslaan</button><a href="/admin">Annuleren</a></form>`,
        '/srv/boeken',
      ],
      [
        'a workspace in a list',
        'everywhere',
        'fa',
        `<h1>شعبه را انتخاب کنید</h1><form method="post" action="/go-on"><select name="m"><option>تهران</option><option>شیراز</option></select><button>ادامه</button></form>`,
        'شیراز',
      ],
      [
        'a birthday',
        'everywhere',
        'ja',
        '<h1>あと少しです</h1><form method="post" action="/go-on"><label>生年月日 <input name="m" type="date"></label><button>次へ</button></form>',
        '1987-06-05',
      ],
      [
        'the name of a company',
        'inPlace',
        'es',
        '<h1>Ya casi está</h1><form method="post" action="/go-on"><label>Empresa <input name="m"></label><button>Continuar</button></form>',
        'Acme',
      ],
      [
        'a tax number, beside a search and a newsletter',
        'shop',
        'pl',
        `<form role="search" action="/szukaj"><input type="search" name="q" aria-label="Szukaj"></form><h1>Jeszcze jedno</h1><form method="post" action="/go-on"><label>NIP <input name="m"></label><button>Dalej</button></form><footer><form method="post" action="/n"><label>Newsletter <input type="email" name="e"></label><button>Zapisz się</button></form></footer>`,
        '1234563218',
      ],
    ]),
  )('is asked for %s', (_, site, lang, step, value) =>
    onFlow(pages, HALF_WAY[site](lang, step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      const seen = inputOf(came as Outcome);
      expect(fieldNames(seen)).toHaveLength(1);
      const done = await b.fill(page, seen, { [fieldNames(seen)[0] as string]: value });
      expect(done).toMatchObject({ kind: 'authenticated' });
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ path }) => path === '/go-on').map(({ fields }) => fields.m)).toEqual([value]);
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
    }),
  );
});

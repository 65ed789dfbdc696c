/** Forms on a page behind a password of which nobody knows whether it is a step of the login, or the place itself with a search. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const NAMES = { username: 'ada', email: 'ada@site.test', phone: '+48 600 100 200' };
const PASSWORD = 'a good passphrase';

const PLACES: readonly (readonly [name: string, lang: Lang, page: string])[] = [
  [
    'a name (Turkish)',
    'tr',
    '<h1>Üyeler</h1><form action="/find" method="post"><input name="username" placeholder="Kullanıcı adı"><button>Getir</button></form><p>Son görülenler: ali.kaya</p>',
  ],
  [
    'an address (French)',
    'fr',
    '<h1>Dossiers</h1><form action="/find"><input type="email" name="email" placeholder="Adresse e-mail du client"><button>Afficher</button></form><p>3 dossiers ouverts</p>',
  ],
  [
    'a telephone number (Polish)',
    'pl',
    '<h1>Zgłoszenia</h1><form action="/find"><input type="tel" name="phone" placeholder="Telefon klienta"><button>Pokaż</button></form><p>Otwarte: 3</p>',
  ],
];

describe('what may be searched behind a login', () => {
  it.each(variants(1, PLACES))('is given no stored name by itself: %s', (_, lang, page) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/password') return { to: '/start', cookies: [MEMBER] };
        if (isMember(visit)) return visit.path === '/start' || visit.path === '/find' ? page : { to: '/start' };
        return visit.path === '/' ? loginForm(lang) : { to: '/' };
      },
      async (b) => {
        store(b, [...Object.keys(NAMES), 'password']);
        for (const [key, value] of Object.entries({ ...NAMES, password: PASSWORD })) b.vault.stored.set(key, value);
        const opened = await b.sealed.openLogin(b.ref);
        if (!('page' in opened)) throw new Error('not opened');
        const seen = inputOf(opened.outcome);
        const values = Object.fromEntries(
          seen.fields.map(
            ({ name, role }) => [name, { from: 'stored', key: role === 'password' ? 'password' : 'username' }] as const,
          ),
        );
        const next = await b.sealed.fillFields(b.step(opened.page, seen, values));
        if (next.kind === 'input') {
          const keys = next.page.fields.flatMap((field) => field.keys ?? []);
          expect(keys.filter((key) => key in NAMES)).toEqual([]);
        } else expect(next.kind).toBe('authenticated');
        await b.activities.closePage({ ...b.ref, page: opened.page });
      },
    ),
  );
});

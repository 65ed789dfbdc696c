/** Sites whose login page has a question for who is logged in already. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { type Lang, loginForm, ordersPage } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const CASES: readonly (readonly [name: string, lang: Lang, page: string])[] = [
  [
    'links (English)',
    'en',
    '<h1>You are already logged in</h1><p>You are logged in as Ada.</p><a href="/orders">Continue</a> <a href="/logout">Log out and use another account</a>',
  ],
  [
    'buttons (French)',
    'fr',
    '<h1>Session en cours</h1><p>Vous êtes connectée en tant que Ada.</p><form action="/orders"><button>Poursuivre</button></form><form method="post" action="/logout"><button>Changer de compte</button></form>',
  ],
];

it.each(variants(1, CASES))(
  'a session that works is found where the last login led, and nothing is pressed: %s',
  (_, lang, page) =>
    onFlow(
      pages,
      (visit) => {
        const { path } = visit;
        if (path === '/password') return { to: '/orders', cookies: [MEMBER] };
        if (path === '/') return '<h1>4711</h1><a href="/login">→</a>';
        if (path === '/login') return isMember(visit) ? page : loginForm(lang);
        if (!isMember(visit)) return { to: '/login' };
        return path === '/orders' ? `${ordersPage(lang)}<a href="/logout">✕</a>` : undefined;
      },
      async (b, { origin, posts }) => {
        b.vault.grant = { ...b.vault.grant, login_url: `${origin}/login` };
        for (let n = 0; n < 2; n++) {
          const { page: handle, came } = await toTheEnd(b);
          expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
          await b.activities.closePage({ ...b.ref, page: handle });
        }
        expect(posts).toHaveLength(1);
      },
    ),
);

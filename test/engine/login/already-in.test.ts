/** Error pages after a password that was right: the site has lost the attempt, and may have let it in all the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const SITES = [
  ['en', 'We are sorry', 'You are already logged in.', 'Back to the application', 'Code from your app', 'Log out'],
  [
    'de',
    'Das hat nicht geklappt',
    'Sie sind bereits angemeldet.',
    'Zurück zur Anwendung',
    'Code aus der App',
    'Abmelden',
  ],
  ['it', 'Richiesta non valida', 'Questa richiesta è già stata elaborata.', "Torna all'applicazione", 'Codice', 'Esci'],
] as const;

describe.each(variants(1, SITES))('an error page after the password (%s)', (_, sorry, words, back, code, out) => {
  const error = {
    body: `<h1>${sorry}</h1><p>${words}</p><p><a href="/">${back}</a></p>`,
    status: 400,
  };
  const form =
    '<h1>Login</h1><form method="post" action="/in"><input name="username" placeholder="Login"><input name="password" type="password"><button>Login</button></form>';
  const inside = `<h1>Anna Berg</h1><p>3 · 4 · 5</p><a href="/logout">${out}</a>`;
  const step = `<h1>${code}</h1><form method="post" action="/code"><label>${code} <input name="code" inputmode="numeric" maxlength="6"></label><button>OK</button></form>`;

  it.each([
    ['leads on where the session is there, and the password goes out once', inside, 'authenticated'],
    ['is no login where a code is still asked for', step, null],
  ])('%s', (_title, home, kind) =>
    onFlow(
      pages,
      ({ path, cookies }) => {
        if (path === '/in') return { ...error, cookies: ['s=1'] };
        return path === '/' ? (cookies.get('s') === '1' ? home : form) : undefined;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const names = fieldNames(inputOf(outcome));
        const values = Object.fromEntries(
          names.map((name) => [name, name === 'password' ? 'a good passphrase' : 'anna']),
        );
        const came = await b.fill(page, inputOf(outcome), values);
        if (kind !== null) expect(came).toMatchObject({ kind });
        else if (came.kind === 'authenticated')
          expect(await b.activities.saveSession({ ...b.ref, page })).not.toMatchObject({ kind: 'saved' });
        expect(posts.map(({ path }) => path)).toEqual(['/in']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

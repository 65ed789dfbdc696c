/** A site that anybody may read as nobody in particular, once they have tried to log in: that is no session of theirs. */
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
  ['en', 'Log in', 'Log out'],
  ['fr', 'Se connecter', 'Se déconnecter'],
  ['pl', 'Zaloguj się', 'Wyloguj się'],
] as const;

describe.each(variants(1, SITES))('a table that readers without a name are shown (%s)', (_, login, out) => {
  const rows = Array.from({ length: 9 }, (_, n) => `<tr><td>web-${n}</td><td>ok</td><td>${n * 7} %</td></tr>`).join('');
  const app = (link: string): string =>
    `<header><a href="/">Home</a> ${link}</header><h1>Hosts</h1><table>${rows}</table>`;
  const form = `<h1>${login}</h1><form method="post" action="/in"><input name="username" placeholder="Login"><input name="password" type="password"><button>${login}</button></form>`;

  it.each([
    ['is no session while it offers a login', `<a href="/login">${login}</a>`, false],
    ['is one where it offers the way out', `<a href="/logout">${out}</a>`, true],
  ])('%s', (_title, link, isSession) =>
    onFlow(
      pages,
      ({ path, cookies }) => {
        if (path === '/in') return { to: '/hosts', cookies: ['s=1'] };
        if (path === '/login') return form;
        return cookies.get('s') === '1' ? app(link) : { to: '/login' };
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const names = fieldNames(inputOf(outcome));
        const values = names.map((name) => [name, name === 'password' ? 'a good passphrase' : 'anna']);
        const came = await b.fill(page, inputOf(outcome), Object.fromEntries(values));
        const saved = came.kind === 'authenticated' ? await b.activities.saveSession({ ...b.ref, page }) : came;
        expect(saved.kind === 'saved').toBe(isSession);
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

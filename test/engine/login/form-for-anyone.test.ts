import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { type Lang, loginForm, ordersPage } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const FORM = `<h1>Log in</h1><form action="/login" method="post">
<label for="u">Username</label><input id="u" name="u" autocomplete="username">
<label for="p">Password</label><input id="p" name="p" type="password" autocomplete="current-password">
<button>Log in</button></form>`;

/** A site whose login page asks whoever comes, also somebody who is logged in. */
const site =
  (sessions: Set<string>) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    if (path === '/login' && form !== null) {
      const id = `s${Math.random()}`;
      sessions.add(id);
      return { to: '/desk', cookies: [`sid=${id}`] };
    }
    if (path === '/login') return FORM;
    if (path !== '/desk') return undefined;
    return sessions.has(cookies.get('sid') ?? '') ? '<h1>Desk</h1><a href="/bye">Log out</a>' : { to: '/login' };
  };

async function logIn(b: Bench): Promise<void> {
  const { page, outcome } = await b.open();
  const filled = await b.fill(page, inputOf(outcome), { username: 'keeper', password: 'orchard 123' });
  expect(filled.kind).toBe('authenticated');
  expect((await b.activities.saveSession({ ...b.ref, page })).kind).toBe('saved');
  await b.activities.closePage({ ...b.ref, page });
  b.vault.checkpoint = null;
}

describe('a login page that asks whoever comes', () => {
  it('is not answered while the session holds', () => {
    const sessions = new Set<string>();
    return onFlow(pages, site(sessions), async (b, { origin }) => {
      b.vault.grant = { ...b.vault.grant, login_url: `${origin}/login` };
      await logIn(b);
      const { page, outcome } = await b.open();
      expect(outcome).toEqual({ kind: 'authenticated', url: `${origin}/desk` });
      await b.activities.closePage({ ...b.ref, page });
    });
  });

  it('is answered when the session has ended', () => {
    const sessions = new Set<string>();
    return onFlow(pages, site(sessions), async (b, { origin, posts }) => {
      b.vault.grant = { ...b.vault.grant, login_url: `${origin}/login` };
      await logIn(b);
      sessions.clear();
      const { page, outcome } = await b.open();
      expect(inputOf(outcome).url).toBe(`${origin}/login`);
      await b.activities.closePage({ ...b.ref, page });
      await logIn(b);
      expect(posts).toHaveLength(2);
    });
  });
});

/** Pages that only their query tells apart; the one without a query, or another one, asks whoever comes. */
const byQuery =
  (sessions: Set<string>, [lang, asks, led]: readonly [Lang, string, string]) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/password') {
      sessions.add('member');
      return { to: led, cookies: [MEMBER] };
    }
    const at = visit.query.size === 0 ? visit.path : `${visit.path}?${visit.query}`;
    if (at !== led || !isMember(visit) || !sessions.has('member'))
      return [asks, led, '/'].includes(at) ? loginForm(lang) : undefined;
    return `${ordersPage(lang)}<a href="/logout">Logout</a>`;
  };

describe.each(
  variants<readonly [Lang, string, string]>(1, [
    ['pl', '/', '/?server=db.example&username=keeper'],
    ['ja', '/index.php?page=login', '/index.php?page=orders'],
    ['fr', '/app?vue=connexion', '/app?vue=commandes&dossier=7'],
    ['ar', '/', '/?m=orders'],
  ]),
)('a login page that asks whoever comes, where a query tells pages apart: %s, %s, %s', (...pagesOf) => {
  const [, asks] = pagesOf;

  it('is not answered while the session holds, and is when it has ended', () => {
    const sessions = new Set<string>();
    return onFlow(pages, byQuery(sessions, pagesOf), async (b, { origin, posts }) => {
      b.vault.grant = { ...b.vault.grant, login_url: origin + asks };
      await logIn(b);
      const held = await b.open();
      expect(held.outcome.kind).toBe('authenticated');
      await b.activities.closePage({ ...b.ref, page: held.page });
      expect(posts).toHaveLength(1);
      sessions.clear();
      await logIn(b);
      expect(posts).toHaveLength(2);
    });
  });
});

describe('an application that takes an ended session for good until it is told', () => {
  it('is seen through', () => {
    const sessions = new Set<string>();
    const known = site(sessions);
    const ended = `<main><a href="/bye">Log out</a></main><script>
      setTimeout(() => { document.querySelector('main').innerHTML = ${JSON.stringify(FORM)}; }, 350);</script>`;
    return onFlow(
      pages,
      (visit) => {
        const sid = visit.cookies.get('sid');
        if (visit.form === null && sid !== undefined && !sessions.has(sid)) return ended;
        return visit.path === '/' ? { to: '/desk' } : known(visit);
      },
      async (b) => {
        await logIn(b);
        sessions.clear();
        const { page, outcome } = await b.open();
        expect(inputOf(outcome).fields.map(({ name }) => name)).toEqual(['username', 'password']);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });
});

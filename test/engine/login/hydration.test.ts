import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letsIn, SEND } from '../../sites/flows/by-script.js';
import { variants } from '../../support/variants.js';
import { logIn, PASSWORD, type Site, USER } from './fill-once.js';
import { testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a page that is not alive yet', () => {
  const fields =
    '<label>Nazwa użytkownika <input name="user"></label><label>Hasło <input name="pass" type="password"></label>';
  const page = `<h1>Logowanie</h1><form id="f">${fields}<button>Zaloguj się</button></form>
    <script>addEventListener('input', () => fetch('/typing'), { once: true });</script>`;
  const alive = `${SEND} f.addEventListener('submit', (event) => { event.preventDefault(); send({ user: f.elements.user.value, pass: f.elements.pass.value }); });`;

  /** The script comes some time after the first key. */
  function late(head: string, script: string): { site: Site; addresses: string[] } {
    let begin = (): void => {};
    const typing = new Promise<void>((done) => {
      begin = done;
    });
    const addresses: string[] = [];
    const site: Site = async (visit) => {
      addresses.push(`${visit.path}?${visit.query}`);
      if (visit.path === '/typing') begin();
      if (visit.path !== '/app.js') return letsIn(head + page)(visit);
      await typing;
      await new Promise((done) => setTimeout(done, 500));
      return { body: script, script: true };
    };
    return { site, addresses };
  }

  it.each(
    variants(2, [
      ['empties what was typed', '<script src="/app.js" async></script>', `f.reset(); ${alive}`],
      ['makes the form anew', '<script src="/app.js" defer></script>', `f.innerHTML = f.innerHTML; ${alive}`],
      ['is a module that another one is loaded by', `<script type="module">await import('/app.js');</script>`, alive],
    ]),
  )('is waited for: its script %s', async (_, head, script) => {
    const { site, addresses } = late(head, script);
    const { result, sent } = await logIn(pages, site);
    expect(sent).toEqual([{ user: USER, pass: PASSWORD }]);
    expect(result).toMatchObject({ kind: 'authenticated' });
    expect(addresses.join()).not.toContain('pass=');
  });

  it('is not taken for a place where it is the login again, which says no after a moment', async () => {
    const app = (words: string): string =>
      `<title>Asiakkaat</title><div id="app"></div><script>setTimeout(() => { app.innerHTML = ${JSON.stringify(`${words}<form method="post" action="/login"><label>Käyttäjätunnus <input name="user"></label><label>Salasana <input name="pass" type="password"></label><button>Kirjaudu</button></form>`)}; }, 500);</script>`;
    const { result, sent } = await logIn(pages, ({ path, form, query }) => {
      if (path !== '/login') return { to: '/login' };
      if (form !== null) return { to: '/login?error' };
      return {
        body: app(query.has('error') ? '<p role="alert">Virheellinen salasana.</p>' : ''),
        cookies: [`sid=${Math.random()}`],
      };
    });
    expect(result).toMatchObject({ kind: 'refused', fields: ['password'] });
    expect(sent).toHaveLength(1);
  });

  it('that empties its fields in the moment of the press gets them once more', async () => {
    // Between the last look at the form and the press, where a script comes to life.
    const empties = `addEventListener('mousemove', () => { if (f.elements.pass.value !== '') f.reset(); }, { once: true, capture: true });`;
    const { result, sent } = await logIn(pages, letsIn(`${page}<script>${alive} ${empties}</script>`));
    expect(sent).toEqual([{ user: USER, pass: PASSWORD }]);
    expect(result).toMatchObject({ kind: 'authenticated' });
  });

  it.each(
    variants(1, [
      ['has no script', ''],
      ['is sent by a script', `<script>f.onsubmit = (event) => { event.preventDefault(); f.submit(); };</script>`],
      ['hides that from others', `<script>f.addEventListener('submit', (event) => event.stopPropagation());</script>`],
    ]),
  )('is not sent by its address: one that %s', async (_, script) => {
    const { site, addresses } = late('', '');
    const { result, sent } = await logIn(pages, (visit) =>
      visit.path === '/'
        ? `<h1>Logowanie</h1><form id="f">${fields}<button>Zaloguj się</button></form>${script}`
        : site(visit),
    );
    expect(result).toMatchObject({ kind: 'failed', code: 'insecure_form' });
    expect(sent).toEqual([]);
    expect(addresses.join()).not.toContain('pass=');
  });
});

import { describe, expect, it } from 'vitest';
import { discover, foreignLogin, type Known } from '../../../activities/login/read/discover.js';
import { browserForTests, LOGIN, rolesIn } from './harness.js';

const { view, page } = browserForTests();

const shadowLogin = (mode: string) => `
  <x-login><template shadowrootmode="${mode}">
    <x-field><template shadowrootmode="${mode}"><label>Username <input name="u"></label></template></x-field>
    <label>Password <input type="password" name="p"></label><button>Log in</button>
  </template></x-login>`;

describe('open shadow roots', () => {
  it('are read through, and what is in there can be found again', async () => {
    const { best } = await view(shadowLogin('open'));
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    for (const { ref } of best!.fields) expect(await page().locator(ref.css).count()).toBe(1);
    const names = best!.fields.map(({ ref }) => page().locator(ref.css).getAttribute('name'));
    expect(await Promise.all(names)).toEqual(['u', 'p']);
    expect(await page().locator(best!.submit!.css).textContent()).toBe('Log in');
  });

  it('tell equal ids apart', async () => {
    const box = (name: string) =>
      `<x-box><template shadowrootmode="open"><label>${name} <input id="same" type="${name === 'Password' ? 'password' : 'text'}"></label></template></x-box>`;
    const { best } = await view(`<div>${box('Username')}${box('Password')}<button>Log in</button></div>`);
    const types = best!.fields.map(({ ref }) => page().locator(ref.css).getAttribute('type'));
    expect(await Promise.all(types)).toEqual(['text', 'password']);
  });

  it('closed ones stay closed', async () => {
    expect((await view(shadowLogin('closed'))).forms).toEqual([]);
  });
});

describe('frames', () => {
  const top = (source: string, style = '') => `<h1>Welcome</h1><iframe src="${source}" style="${style}"></iframe>`;

  it('are read as before where their scripts have put other built-ins in place of those of the browser', async () => {
    const before = await view({ '/account': top('/inside'), '/inside': LOGIN });
    expect(before.best?.frame).toBe('0');
    await page()
      .frames()[1]!
      .evaluate(() => {
        window.getComputedStyle = () => ({ position: 'fixed', opacity: '0' }) as CSSStyleDeclaration;
        CSS.escape = () => '#';
      });
    expect(await discover(page())).toEqual(before);
  });

  it('of the same site are read', async () => {
    const { best } = await view({
      '/account': top('https://login.shop.test/form'),
      'https://login.shop.test/form': LOGIN,
    });
    expect(best).toMatchObject({ class: 'login', frame: '0' });
    expect(best!.fields.map(({ ref }) => ref.frame)).toEqual(['0', '0']);
  });

  describe('with a step, where nothing but the frame of the site is around it', () => {
    const shell = (more = '') =>
      `<header><b>Nordlys</b></header>${more}<iframe src="/inside" width="600" height="400"></iframe><footer><form><input type="email" placeholder="E-mail"><button>Subscribe</button></form></footer>`;
    const standing = async (inside: string, more?: string) =>
      (await view({ '/account': shell(more), '/inside': inside })).standing;

    it('which goes on by itself', async () => {
      const moment = '<meta http-equiv="refresh" content="5;url=/on"><h1>Een ogenblik…</h1>';
      expect(await standing(moment)).toMatchObject({ refresh: 5, content: 0 });
      expect(await standing(moment, '<h1>Overzicht</h1><p>Alles rustig.</p>')).toMatchObject({ refresh: null });
    });

    it('which hands out a key', async () => {
      const key =
        '<h1>Zwei Faktoren</h1><code>KRSX G5CT MVRX EZLU</code><label>Code <input name="c"></label><button>Weiter</button>';
      expect(await standing(key)).toMatchObject({ handsOutKey: true });
      expect(await standing(key, '<h1>Willkommen</h1>')).toMatchObject({ handsOutKey: true });
    });

    it('which asks to tick a box', async () => {
      const { boxes } = await standing(
        '<h1>Condizioni</h1><p>Leggi le condizioni.</p><form method="post"><label><input type="checkbox" name="a"> Accetto le condizioni d’uso</label><button>Continua</button></form>',
      );
      expect(boxes).toMatchObject([{ label: 'Accetto le condizioni d’uso', ref: { frame: '0' } }]);
    });
  });

  describe('of another site', () => {
    const isNamed = (address: string): boolean => /^https:\/\/([a-z.]*shop|id\.other)\.test\//.test(address);
    const known: Known = { proposals: () => [], everybody: [], isNamed };
    const framed = (around: string) => ({
      '/account': top('https://id.other.test/form') + around,
      'https://id.other.test/form': LOGIN,
    });

    it('are read where both sites belong to the login', async () => {
      await view(framed(''));
      expect(await discover(page(), known)).toMatchObject({ best: { class: 'login', frame: '0' } });
      expect((await discover(page())).forms).toEqual([]);
    });

    it('are no step of the login beside a session', async () => {
      await view(framed('<a href="/logout">Log out</a>'));
      expect((await discover(page(), known)).forms).toEqual([]);
    });

    it('are looked at for a login, and nothing is done there', async () => {
      await view(framed(''));
      const [, frame] = page().frames();
      await frame!.evaluate(() => {
        for (const kind of ['focus', 'click', 'keydown'])
          addEventListener(kind, () => document.body.append(kind), true);
        document.querySelector<HTMLInputElement>('input[type=password]')!.readOnly = true;
      });
      const before = await frame!.content();
      expect(await foreignLogin(page(), { ...known, isNamed: () => false })).toBe('https://id.other.test/form');
      expect(await frame!.content()).toBe(before);
    });
  });

  it('are named by their path', async () => {
    const { best } = await view({
      '/account': `<iframe src="/empty"></iframe>${top('/middle')}`,
      '/empty': '',
      '/middle': top('/form'),
      '/form': LOGIN,
    });
    expect(best?.frame).toBe('1.0');
    const frame = page().mainFrame().childFrames()[1]!.childFrames()[0]!;
    expect(await frame.locator(best!.fields[0]!.ref.css).count()).toBe(1);
  });

  it.each([
    ['another site', { '/account': top('https://evil.test/form'), 'https://evil.test/form': LOGIN }],
    [
      'another site on a shared suffix',
      { 'https://one.github.io/': top('https://two.github.io/form'), 'https://two.github.io/form': LOGIN },
    ],
    ['the same site without encryption', { '/account': top('http://shop.test/form'), 'http://shop.test/form': LOGIN }],
    [
      'this site inside another one',
      { '/account': top('https://evil.test/'), 'https://evil.test/': top('https://shop.test/form'), '/form': LOGIN },
    ],
    ['a data address', { '/account': top(`data:text/html,${encodeURIComponent(LOGIN)}`) }],
    ['a frame that is hidden', { '/account': top('/form', 'display:none'), '/form': LOGIN }],
  ])('are not read: %s', async (_, documents) => {
    expect((await view(documents as Record<string, string>)).forms).toEqual([]);
  });
});

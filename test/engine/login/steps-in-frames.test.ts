import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Lang, loginForm, ordersPage } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const HALF = 'sid=half';
const FOOT = '<footer><form><input type="email" placeholder="E-mail"><button>OK</button></form></footer>';

/** A site whose login stands in a frame on a page of its own, each step of it too: around it are a name and the foot of the site. */
const framed =
  (lang: Lang, step: string) =>
  ({ path, cookies }: Visit): Answer => {
    const is = (who: string): boolean => cookies.get('sid') === who;
    if (path === '/password') return { to: '/f', cookies: [HALF] };
    if (path === '/go-on' || path === '/on') return { to: '/f', cookies: is('half') ? [MEMBER] : [] };
    if (path === '/home') return is('member') ? ordersPage(lang) : { to: '/' };
    if (path !== '/f')
      return `<header><b>Nordlys</b></header><iframe src="/f" width="600" height="400"></iframe>${FOOT}`;
    if (is('member')) return '<script>top.location.href = "/home"</script>';
    return is('half') ? step : loginForm(lang);
  };

describe('a step in a frame, with nothing but the site around it', () => {
  it.each(
    variants(1, [
      ['ja', '2段階認証の設定', '認証アプリでQRコードを読み取り、表示されたコードを入力してください。', '確認'],
      ['de', 'Noch ein Schritt', 'Geben Sie den Schlüssel in Ihre App ein und dann den Code.', 'Weiter'],
    ] as const),
  )('that sets up another factor gets no code (%s)', (lang, title, words, button) =>
    onFlow(
      pages,
      framed(
        lang,
        `<h1>${title}</h1><p>${words}</p><code>KRSX G5CT MVRX EZLU</code><form method="post" action="/go-on"><label>${lang === 'ja' ? 'コード' : 'Code'} <input name="c" inputmode="numeric" autocomplete="one-time-code"></label><button>${button}</button></form>`,
      ),
      async (b, { posts }) => {
        expect((await toTheEnd(b)).came).toMatchObject({ kind: 'failed', code: 'enrollment_required' });
        expect(posts.map(({ path }) => path)).toEqual(['/password']);
      },
    ),
  );

  it.each(
    variants(1, [
      ['tr', 'Bir dakika, çalışma alanınız açılıyor…'],
      ['es', 'Un momento…'],
    ] as const),
  )('that goes on by itself is waited for (%s)', (lang, words) =>
    onFlow(
      pages,
      framed(lang, `<meta http-equiv="refresh" content="2;url=/on"><h1>${words}</h1>`),
      async (b, { posts }) => {
        expect((await toTheEnd(b)).came).toMatchObject({ kind: 'saved' });
        expect(posts).toHaveLength(1);
      },
    ),
  );

  it.each(
    variants(1, [
      ['pl', '<h1>Wybierz biuro</h1><p>Masz dostęp do dwóch.</p>', 'Kraków', 'Gdańsk'],
      ['fr', '<h1>Bienvenue</h1><p>Une autre session est ouverte.</p>', 'Continuer ici', 'Annuler'],
    ] as const),
  )('that asks something is asked about, in its words (%s)', (lang, words, one, other) =>
    onFlow(
      pages,
      framed(
        lang,
        `${words}<form method="post" action="/go-on"><button name="a" value="1">${one}</button><button name="a" value="2">${other}</button></form>`,
      ),
      async (b, { posts }) => {
        const { page, came } = await toTheEnd(b);
        if (came.kind !== 'input') throw new Error(JSON.stringify(came));
        expect(came.page.sign_in_options[0]?.description).toContain(words.replace(/<.*?>/g, ' ').trim().split('  ')[0]);
        expect((await choosing(b, page, came.page, new RegExp(one))).came).toMatchObject({ kind: 'saved' });
        expect(posts.at(-1)).toEqual({ path: '/go-on', fields: { a: '1' } });
      },
    ),
  );
});

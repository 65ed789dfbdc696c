/** Forms that ask for more as soon as they know who it is: the question of that user, the branch of that company. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const WORD = 'a good passphrase';

interface Words {
  readonly name: string;
  readonly word: string;
  readonly more: string;
  readonly button: string;
}

/** @param shows script that runs when the name is known; `show()` shows the field */
const login = ({ name, word, more, button }: Words, shows: string, control = '<input name="more">'): string =>
  `<h1>${button}</h1><form method="post" action="/in"><p><label>${name} <input name="user"></label></p>
<p><label>${word} <input name="word" type="password"></label></p><p id="m" style="display:none"><label>${more} ${control}</label></p><button>${button}</button></form>
<script>const user = document.querySelector('[name=user]'), show = () => { document.getElementById('m').style.display = ''; }; ${shows}</script>`;

const site =
  (page: string) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isRight = form?.get('more') === 'blue' && form.get('word') === WORD;
    if (path === '/who') return 'ok';
    if (path === '/in') return isRight ? { to: '/', cookies: ['s=in'] } : page;
    if (path !== '/') return undefined;
    return cookies.get('s') === 'in' ? '<h1>Anna</h1><a href="/logout">Log out</a>' : page;
  };

const ASKS = "user.onblur = () => fetch('/who').then(() => setTimeout(show, 50));";
const CASES = [
  [
    'tr, the site is asked',
    { name: 'Kullanıcı adı', word: 'Parola', more: 'En sevdiğiniz renk', button: 'Giriş' },
    ASKS,
  ],
  [
    'de, at once',
    { name: 'Benutzername', word: 'Passwort', more: 'Ihre Lieblingsfarbe', button: 'Anmelden' },
    'user.onblur = show;',
  ],
  [
    'ja, while it is typed',
    { name: 'ユーザー名', word: 'パスワード', more: '好きな色は', button: 'ログイン' },
    'user.oninput = show;',
  ],
  [
    'es, a list',
    { name: 'Usuario', word: 'Contraseña', more: 'Sucursal', button: 'Entrar' },
    ASKS,
    '<select name="more"><option value="">–<option value="red">Roja<option value="blue">Azul</select>',
  ],
] as const;

describe('a field that appears when the name is known', () => {
  it.each(variants(1, CASES))('is asked for before anything is sent: %s', (_, words, shows, control?: string) =>
    onFlow(pages, site(login(words, shows, control)), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const first = inputOf(outcome);
      expect(first.fields.map(({ name }) => name)).toEqual(['username', 'password']);
      const more = inputOf(await b.fill(page, first, { username: 'anna', password: WORD }));
      expect(posts).toEqual([]);
      const [asked] = more.fields.filter(({ name }) => name !== 'username' && name !== 'password');
      expect(asked).toMatchObject({ label: words.more, required: true });
      const done = await b.fill(page, more, { username: 'anna', password: WORD, [asked!.name]: 'blue' });
      expect(done, JSON.stringify(done)).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { user: 'anna', word: WORD, more: 'blue' } }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

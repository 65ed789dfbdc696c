/** Logins where whoever comes picks their own name from a list, beside a number that says where they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const WORD = 'a good passphrase';
const STAFF = ['Берг Анна', 'Бережна Олена', 'Nuñez Iván', '李明', 'Ásta Jónsdóttir'] as const;

/** What is typed there only searches; what was not picked is dropped when the field loses the focus. */
const searched = (label: string, more = '', at = 'document.body'): string => `<label for="w">${label}</label>
<input id="w" role="combobox" aria-expanded="false" aria-autocomplete="list" autocomplete="off" ${more}>
<script>addEventListener('DOMContentLoaded', () => {
  const w = document.getElementById('w'); let list = null, picked = '';
  const close = () => { list?.remove(); list = null; };
  const open = () => { close(); list = document.createElement('ul'); list.id = 'l'; list.setAttribute('role', 'listbox');
    list.style.cssText = 'position:absolute;background:#fff;z-index:9';
    for (const one of ${JSON.stringify(STAFF)}.filter((one) => one.toLowerCase().includes(w.value.toLowerCase()))) {
      const li = document.createElement('li'); li.setAttribute('role', 'option'); li.textContent = one;
      li.onmousedown = (event) => { event.preventDefault(); picked = w.value = one; w.dataset.picked = one; close(); }; list.append(li); }
    (${at}).append(list); w.setAttribute('aria-controls', 'l'); };
  w.oninput = open; w.onblur = () => { close(); w.value = picked; };
});</script>`;

const login = (list: string, number: string, word: string, button: string): string => `<h1>${button}</h1><form>${list}
<p><label>${number} <input name="till"></label></p><p><label>${word} <input name="word" type="password"></label></p><button>${button}</button></form>
<script>addEventListener('DOMContentLoaded', () => { const f = document.querySelector('form');
  f.onsubmit = async (event) => { event.preventDefault(); const w = document.getElementById('w'), worker = w.dataset.picked ?? (w.matches('[role]') ? '' : w.value);
    if (!worker) return;
    const answer = await fetch('/in', { method: 'POST', body: new URLSearchParams({ worker, till: f.till.value, word: f.word.value }) });
    if (answer.ok) location.href = '/'; }; });</script>`;

const site =
  (page: string, name: string) =>
  ({ path, form, cookies }: Visit): Answer | undefined => {
    const isRight = form?.get('worker') === name && form.get('till') === '14' && form.get('word') === WORD;
    if (path === '/in') return isRight ? { body: 'ok', cookies: ['s=in'] } : { status: 401, body: 'no' };
    if (path !== '/') return undefined;
    return cookies.get('s') === 'in' ? '<h1>14</h1><a href="/logout">Log out</a>' : page;
  };

const suggested = (label: string): string =>
  `<label for="w">${label}</label><input id="w" name="worker" list="s"><datalist id="s">${STAFF.map((one) => `<option value="${one}">`).join('')}</datalist>`;
describe('a name in a list, beside a number', () => {
  const CASES = [
    ['uk, the list at the end of the page', login(searched('Працівник'), 'Номер каси', 'Пароль', 'Увійти'), STAFF[0]],
    [
      'es, the list in the form',
      login(searched('Dependiente', '', 'w.parentNode'), 'Número de caja', 'Contraseña', 'Entrar'),
      STAFF[2],
    ],
    ['zh', login(searched('店员'), '收银台号码', '密码', '登录'), STAFF[3]],
    ['is, in words that no list has', login(searched('Starfsmaður'), 'Númer kassa', 'Lykilorð', 'Skrá inn'), STAFF[4]],
    ['de, suggested by the page', login(suggested('Verkäufer'), 'Kassennummer', 'Passwort', 'Anmelden'), STAFF[0]],
  ] as const;
  it.each(variants(1, CASES))('is no name of the number: %s', (_, page, name) =>
    onFlow(pages, site(page, name), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const seen = inputOf(outcome);
      const [worker = '', till = ''] = fieldNames(seen);
      expect(seen.fields.map(({ role }) => role)).toEqual(['custom', 'custom', 'password']);
      const done = await b.fill(handle, seen, { [worker]: name, [till]: '14', password: WORD });
      expect(done, JSON.stringify(done)).toMatchObject({ kind: 'authenticated' });
      expect(posts).toEqual([{ path: '/in', fields: { worker: name, till: '14', word: WORD } }]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }),
  );

  it('that the list does not have is not sent, and asked for', () =>
    onFlow(pages, site(CASES[0][1], STAFF[0]), async (b, { posts }) => {
      const { page: handle, outcome } = await b.open();
      const seen = inputOf(outcome);
      const [worker = '', till = ''] = fieldNames(seen);
      const done = await b.fill(handle, seen, { [worker]: 'Petrov', [till]: '14', password: WORD });
      expect(done).toMatchObject({ kind: 'input', left: 'not_sent' });
      expect(posts).toEqual([]);
      await b.activities.closePage({ ...b.ref, page: handle });
    }));
});

it('a login without a number ends where its list does not have the name', () => {
  const page = `<h1>Вход</h1><form>${searched('Пользователь')}<p><label>Пароль <input name="word" type="password"></label></p><button>Войти</button><p role="alert"></p></form>
  <script>document.querySelector('form').onsubmit = (event) => { event.preventDefault(); document.querySelector('[role=alert]').textContent = 'Выберите из списка'; };</script>`;
  return onFlow(pages, site(page, ''), async (b, { posts }) => {
    const { page: handle, outcome } = await b.open();
    const done = await b.fill(handle, inputOf(outcome), { username: 'Петров', password: WORD });
    expect(done).toMatchObject({ kind: 'failed', code: 'value_not_taken' });
    expect(posts).toEqual([]);
    await b.activities.closePage({ ...b.ref, page: handle });
  });
});

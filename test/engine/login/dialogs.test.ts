import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { username: 'me', password: 'not the one' };
const FORM = `<h1>Sign in</h1><form id="f" method="post" action="/login"><label for="u">User name</label><input id="u" name="username">
  <label for="p">Password</label><input id="p" name="password" type="password"><button>Sign in</button></form>`;
const MEMBERS = '<h1>Hello</h1><a href="/logout">Log out</a>';
/** Sends by script, and then does something with the browser's own boxes. */
const sending = (then: string): string => `${FORM}<script>f.onsubmit = async (event) => {
  event.preventDefault();
  await fetch('/api', { method: 'POST', body: new URLSearchParams(new FormData(f)) });
  ${then}
};</script>`;

describe('a box of the browser', () => {
  it.each(
    variants(1, [
      ['en', 'The user name or the password is wrong.'],
      ['tr', 'Kullanıcı adı veya şifre hatalı.'],
      ['uk', 'Невірний логін або пароль.'],
      ['pt', 'Usuário ou senha incorretos.'],
      ['he', 'שם המשתמש או הסיסמה שגויים.'],
    ]),
  )('that says no is a refusal with its words (%s)', (_, words) =>
    onFlow(
      pages,
      ({ form }) => (form === null ? FORM : `<script>alert(${JSON.stringify(words)}); history.back();</script>`),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const refused = await b.fill(page, inputOf(outcome), VALUES);
        expect(refused).toMatchObject({ kind: 'refused', fields: ['password'], website_error: words });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('that says that the account is locked is a lock', () =>
    onFlow(
      pages,
      ({ path }) => (path === '/api' ? '' : sending("alert('Votre compte est bloqué.');")),
      async (b) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({
          kind: 'failed',
          code: 'account_locked',
          website_error: 'Votre compte est bloqué.',
        });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it.each(variants(1, ['Login successful!', 'Ihr Passwort läuft in 5 Tagen ab.', 'Welcome back']))(
    'that says "%s" before the page goes on is no refusal',
    (words) =>
      onFlow(
        pages,
        ({ path }) =>
          path === '/members'
            ? MEMBERS
            : path === '/api'
              ? ''
              : sending(`alert('${words}'); location.href = '/members';`),
        async (b) => {
          const { page, outcome } = await b.open();
          expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
          await b.activities.closePage({ ...b.ref, page });
        },
      ),
  );

  it.each(
    variants(1, [
      ['en', 'Another user is logged in from 192.168.1.20. Log in anyway?', 'session_elsewhere'],
      ['de', 'Sie sind bereits an einem anderen Gerät angemeldet. Dort abmelden.', 'session_elsewhere'],
      ['ru', 'Пользователь уже вошёл на другом устройстве, сеанс активен.', 'session_elsewhere'],
      ['fr', 'Une autre session est ouverte sur un autre appareil.', 'session_elsewhere'],
      ['sv', 'Vill du spara uppgifterna på den här datorn?', 'external_action_required'],
    ]),
  )('that asks something ends the login with its words, and the password goes out once (%s)', (_, words, code) =>
    onFlow(
      pages,
      ({ path }) =>
        path === '/api' ? '' : sending(`if (confirm(${JSON.stringify(words)})) location.href = '/members';`),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'failed', code, website_error: words });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('on the login page or on leaving it stops nothing', () =>
    onFlow(
      pages,
      ({ path, form }) =>
        path === '/members'
          ? MEMBERS
          : form === null
            ? `${FORM}<script>alert('Welcome'); confirm('Cookies?'); prompt('Name?'); addEventListener('beforeunload', (event) => event.preventDefault());</script>`
            : { to: '/members' },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  const elsewhere = 'Já existe uma sessão ativa em outro dispositivo. Continuar?';
  const half = `<p>…</p><script>location.href = confirm(${JSON.stringify(elsewhere)}) ? '/force' : '/LEADS'</script>`;

  it.each(
    variants(1, [
      ['back to the form, by a page of its own', half.replace('LEADS', '')],
      ['to a public page without a form', half.replace('LEADS', 'news')],
      ['nowhere', half.replace("'/LEADS'", "'#'")],
    ]),
  )('that is a step of the login never ends in a session: no leads %s', (_, check) =>
    onFlow(
      pages,
      ({ path, form, cookies }) => {
        if (path === '/login' && form !== null) return { to: '/check', cookies: ['s=half'] };
        if (path === '/check') return check;
        if (path === '/force') return { to: '/members', cookies: ['s=in'] };
        if (path === '/news') return '<h1>Notícias 4711</h1><p>Tudo bem na cidade.</p>';
        if (path === '/members') return cookies.get('s') === 'in' ? MEMBERS : { to: '/' };
        return path === '/' ? FORM : undefined;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        const saved = result.kind === 'authenticated' ? await b.activities.saveSession({ ...b.ref, page }) : null;
        const came = saved?.kind === 'step_left' ? saved.outcome : (saved ?? result);
        expect(came).toMatchObject({ kind: 'failed', code: 'session_elsewhere', website_error: elsewhere });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

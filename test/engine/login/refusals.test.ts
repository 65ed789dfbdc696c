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

const VALUES = { username: 'me', password: 'not the one' };
const RIGHT = { ...VALUES, password: 'a good passphrase' };
const MEMBERS = '<h1>Hello</h1><a href="/logout">Log out</a>';

const fields = ({ user = 'User name', word = 'Password', button = 'Sign in' } = {}): string =>
  `<p><label for="u">${user}</label><input id="u" name="username"></p>
   <p><label for="p">${word}</label><input id="p" name="password" type="password"></p><button>${button}</button>`;
const posted = (words: Parameters<typeof fields>[0] = {}, above = ''): string =>
  `<h1>${words.button ?? 'Sign in'}</h1>${above}<form method="post" action="/login">${fields(words)}</form>`;
/** Sends its fields by script; `then` runs with what came back as `answer`. */
const scripted = (then: string, words: Parameters<typeof fields>[0] = {}, more = ''): string =>
  `<h1>${words.button ?? 'Sign in'}</h1><form id="f" novalidate>${fields(words)}</form><p id="m"></p>${more}
   <script>f.onsubmit = async (event) => {
     event.preventDefault();
     const answer = await fetch('/api', { method: 'POST', body: new URLSearchParams(new FormData(f)) });
     if (answer.ok && (await answer.clone().text()) === 'yes') return location.assign('/members');
     ${then}
   };</script>`;

const isRight = ({ form }: Visit): boolean => form?.get('password') === RIGHT.password;

describe('a page without a form that says no', () => {
  it.each(
    variants(2, [
      ['en', '<h1>Sorry - login failed</h1><p>The user name or the password is not correct.</p><a href="/">Back</a>'],
      ['de', '<h1>Anmeldung fehlgeschlagen</h1><p>Benutzername oder Passwort ist falsch.</p><a href="/">Zurück</a>'],
      ['fr', '<h2>Erreur</h2><p>Identifiant ou mot de passe incorrect.</p><a href="/">Retour</a>'],
      ['ja', '<h1>ログインできませんでした</h1><p>パスワードが正しくありません。</p><a href="/">戻る</a>'],
      ['ar', '<h1>فشل تسجيل الدخول</h1><p>كلمة المرور غير صحيحة.</p><a href="/">عودة</a>'],
    ]),
  )('is a refusal with its words, and the login stands where it can be tried again (%s)', (_, no) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/members') return MEMBERS;
        if (visit.form === null) return { body: posted(), cookies: ['visit=a'] };
        return isRight(visit) ? { to: '/members', cookies: ['sid=1'] } : { body: no, cookies: ['visit=b'] };
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const refused = await b.fill(page, inputOf(outcome), VALUES);
        expect(refused).toMatchObject({ kind: 'refused', fields: ['password'] });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        expect(refused.website_error).toBeTruthy();
        expect(await b.fill(page, refused.page, RIGHT)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(2);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('is none behind a finished login, whatever it says', () =>
    onFlow(
      pages,
      ({ form, path }) =>
        form === null && path !== '/members'
          ? posted()
          : `${MEMBERS}<p role="alert">Your last login failed: wrong password.</p><p>The account of Bo is locked.</p>`,
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), RIGHT)).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('a no without a word', () => {
  const api =
    (status: number) =>
    (visit: Visit, body: string): Answer | undefined => {
      if (visit.path === '/api') return isRight(visit) ? 'yes' : { body: 'no', status };
      return visit.path === '/members' ? MEMBERS : body;
    };
  const both = (act: string): string => `for (const one of [u, p]) { ${act} }`;

  it.each(
    variants(3, [
      [
        'aria-invalid (pl)',
        both("one.setAttribute('aria-invalid', 'true');"),
        { user: 'Login', word: 'Hasło', button: 'Zaloguj' },
      ],
      [
        'a class (es)',
        both("one.classList.add('is-invalid');"),
        { user: 'Usuario', word: 'Contraseña', button: 'Entrar' },
      ],
      [
        'a red border (tr)',
        both("one.style.border = '2px solid #d32f2f';"),
        { user: 'Kullanıcı adı', word: 'Şifre', button: 'Giriş' },
      ],
      [
        'a class of the box around (cs)',
        both("one.parentElement.classList.add('has-error');"),
        { user: 'Jméno', word: 'Heslo', button: 'Přihlásit' },
      ],
      ['a class of the form (en)', "f.classList.add('login-error', 'shake');", {}],
      [
        "a validity of the page's own (de)",
        both("one.setCustomValidity('x');"),
        { user: 'Benutzername', word: 'Passwort', button: 'Anmelden' },
      ],
      [
        'a sign beside the field (sv)',
        'p.insertAdjacentHTML(\'afterend\', \'<i class="icon-error" style="display:inline-block;width:12px;height:12px;background:red"></i>\');',
        { user: 'Användarnamn', word: 'Lösenord', button: 'Logga in' },
      ],
      ['an emptied field (nl)', "p.value = '';", { user: 'Gebruikersnaam', word: 'Wachtwoord', button: 'Inloggen' }],
    ]),
  )('is %s, with status 200', (_, act, words) =>
    onFlow(
      pages,
      (visit) => api(200)(visit, scripted(act, words)),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const refused = await b.fill(page, inputOf(outcome), VALUES);
        expect(refused).toMatchObject({ kind: 'refused', fields: ['password'], website_error: null });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('is the status of the request that carried the password', () =>
    onFlow(
      pages,
      (visit) => api(401)(visit, scripted('')),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'refused', fields: ['password'] });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it.each([401, 403])('is not status %i of another request', (status) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/ping') return { body: '', status };
        const ping = "<script>u.onblur = () => fetch('/ping', { method: 'POST', body: u.value });</script>";
        return api(200)(visit, scripted('', {}, ping));
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'input', left: 'unknown' });
        expect(posts.filter(({ path }) => path === '/api')).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it.each(
    variants(1, [
      ['a select that was not filled (fr)', "document.querySelector('select').setAttribute('aria-invalid', 'true');"],
      ['a message in words of no list', "m.setAttribute('role', 'alert'); m.textContent = 'Ez a szoba üres.';"],
      [
        'a message that is about something else',
        "m.setAttribute('role', 'alert'); m.textContent = 'Please choose a branch.';",
      ],
    ]),
  )('is not %s', (_, act) =>
    onFlow(
      pages,
      (visit) => api(200)(visit, scripted(act, {}, '<select form="f" name="site"><option>A</option></select>')),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'input', left: 'unknown' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('is not the login page again', () =>
    onFlow(
      pages,
      () => posted({ user: 'Gebruikersnaam', word: 'Wachtwoord', button: 'Inloggen' }),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'input', left: 'unknown' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('is none where nothing was sent', () =>
    onFlow(
      pages,
      () => `<h1>Sign in</h1><form onsubmit="return false">${fields()}</form>`,
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'input', left: 'not_sent' });
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('counts as sent where a script hashes it', () =>
    onFlow(
      pages,
      () => `<h1>Sign in</h1><form id="f">${fields()}</form><script>f.onsubmit = (event) => {
        event.preventDefault();
        fetch('/api?h=' + [...p.value].reduce((sum, one) => sum * 31 + one.charCodeAt(0), 7));
      };</script>`,
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'input', left: 'unknown' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('another question for the password', () => {
  it.each(
    variants(1, [
      ['Mot de passe de la seconde porte', 'Continuer'],
      ['Bitte bestätigen Sie Ihr Passwort', 'Weiter'],
      ['Vuelva a escribir su contraseña', 'Continuar'],
    ]),
  )('%s is no refusal', (label, button) =>
    onFlow(
      pages,
      ({ form }) =>
        form === null
          ? posted()
          : `<h1>${label}</h1><form method="post" action="/again"><label for="q">${label}</label><input id="q" name="again" type="password"><button>${button}</button></form>`,
      async (b) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result.kind).toBe('input');
        expect(result).not.toHaveProperty('left');
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('a refused password that leads back to the page of the name', () => {
  const first = (lang: string, grey: string): string =>
    `<html lang="${lang}"><h1>Sign in</h1><p>${grey}</p><form method="post" action="/name"><label>E-mail <input type="email" name="username"></label><button>Continue</button></form>`;
  const second =
    '<h1>Sign in</h1><form method="post" action="/secret"><label>Password <input type="password" name="password"></label><button>Continue</button></form>';

  it.each(
    variants(1, [
      ['en', 'Your password was incorrect. Start again.', 'refused'],
      ['sv', 'Fel lösenord.', 'refused'],
      ['en', 'Hm. Once more from the top?', 'input'],
    ] as const),
  )('is not sent again by itself (%s, %s)', (lang, grey, kind) =>
    onFlow(
      pages,
      ({ path, form, cookies }) => {
        if (path === '/members') return MEMBERS;
        if (path === '/name') return form === null ? second : { to: '/name' };
        if (path === '/secret')
          return form?.get('password') === RIGHT.password
            ? { to: '/members', cookies: ['sid=1'] }
            : { to: '/?again=1', cookies: ['no=1'] };
        return first(lang, cookies.get('no') === undefined ? '' : grey);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const named = await b.fill(page, inputOf(outcome), { email: 'me@example.com' });
        const came = await b.fill(page, inputOf(named), { password: VALUES.password });
        expect(came).toMatchObject(kind === 'refused' ? { kind, fields: ['password'] } : { kind, left: 'unknown' });
        expect(posts.filter(({ path }) => path === '/secret')).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

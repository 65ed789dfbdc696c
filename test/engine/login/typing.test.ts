import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letsIn, SEND } from '../../sites/flows/by-script.js';
import { variants } from '../../support/variants.js';
import { form, logIn, PASSWORD, USER } from './fill-once.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** Each is filled whole and sent once. */
const FILLED: readonly (readonly [string, string])[] = [
  [
    'that are read-only until they have the focus',
    form(
      `<label>Benutzername <input name="user" readonly></label><label>Passwort <input name="pass" type="password" readonly></label>
       <script>for (const one of document.querySelectorAll('input')) one.addEventListener('focus', () => setTimeout(() => { one.readOnly = false; }));</script>`,
      'Anmelden',
      'Anmelden',
    ),
  ],
  [
    'that are read-only until they are pressed',
    form(
      `<label>Felhasználónév <input name="user" readonly></label><label>Jelszó <input name="pass" type="password" readonly></label>
       <script>for (const one of document.querySelectorAll('input')) {
         one.addEventListener('mousedown', () => { one.readOnly = false; }); one.addEventListener('blur', () => { one.readOnly = true; }); }</script>`,
      'Belépés',
      'Belépés',
    ),
  ],
  [
    'that are text until they have the focus, with their label in them',
    form(
      `<input name="user" value="Identifiant" onfocus="if (value === defaultValue) value = ''" onblur="if (value === '') value = defaultValue">
       <input name="pass" value="Mot de passe" onfocus="if (type === 'text') { type = 'password'; value = ''; }"
         onblur="if (value === '') { type = 'text'; value = 'Mot de passe'; }">`,
      'Se connecter',
      'Connexion',
    ),
  ],
  [
    'behind a stand-in that hands the focus on',
    form(
      `<div><input name="user" placeholder="Usuario"></div>
       <div><input id="shown" placeholder="Contraseña"><input id="real" name="pass" type="password" hidden></div>
       <script>shown.onfocus = () => { shown.hidden = true; real.hidden = false; real.focus(); };
       real.onblur = () => { if (real.value === '') { real.hidden = true; shown.hidden = false; } };</script>`,
      'Entrar',
      'Iniciar sesión',
    ),
  ],
  [
    'that are learned of by the keys that are pressed',
    `<h1>Entrar</h1><label>Usuário <input id="user"></label><label>Senha <input id="pass" type="password"></label><button id="go">Entrar</button>
     <script>${SEND} const model = { user: '', pass: '' };
     for (const one of [user, pass]) one.addEventListener('keypress', (event) => { model[one.id] += String.fromCharCode(event.which); });
     go.onclick = () => send(model);</script>`,
  ],
  [
    'that the page writes itself, key by key',
    `<h1>Accedi</h1><label>Nome utente <input id="user"></label><label>Password <input id="pass" type="password"></label><button id="go">Accedi</button>
     <script>${SEND} const model = { user: '', pass: '' };
     for (const one of [user, pass]) one.addEventListener('keydown', (event) => {
       if (event.key.length !== 1) return;
       event.preventDefault(); model[one.id] += event.key; one.value = one === pass ? '•'.repeat(model.pass.length) : model.user; });
     go.onclick = () => send(model);</script>`,
  ],
  [
    'that only real keys count in',
    `<h1>Inloggen</h1><label>Gebruikersnaam <input id="user"></label><label>Wachtwoord <input id="pass" type="password"></label><button id="go" disabled>Inloggen</button>
     <script>${SEND} const model = {};
     for (const one of [user, pass]) one.addEventListener('keyup', (event) => {
       if (!event.isTrusted || event.key.length > 1) return; model[one.id] = one.value; go.disabled = !(model.user && model.pass); });
     go.onclick = () => send(model);</script>`,
  ],
  [
    'whose button wakes when the last one is left',
    form(
      `<label>Имя пользователя <input name="user"></label><label>Пароль <input name="pass" type="password"></label>
       <script>addEventListener('change', () => { document.querySelector('button').disabled = ![...document.querySelectorAll('input')].every(({ value }) => value); });
       onload = () => { document.querySelector('button').disabled = true; };</script>`,
      'Войти',
      'Вход',
    ),
  ],
  [
    'whose button wakes a second later',
    form(
      `<label>Brugernavn <input name="user"></label><label>Adgangskode <input name="pass" type="password"
         oninput="setTimeout(() => { document.querySelector('button').disabled = false; }, 1000)"></label>
       <script>onload = () => { document.querySelector('button').disabled = true; };</script>`,
      'Log ind',
      'Log ind',
    ),
  ],
  [
    'whose script sends them and lets the browser send the form, too',
    `<h1>Prihlásenie</h1><form action="#" onsubmit="send({ user: user.value, pass: pass.value })"><label>Meno <input id="user" name="user" autocomplete="username"></label>
       <label>Heslo <input id="pass" name="pass" type="password"></label><button>Prihlásiť</button></form><script>${SEND}</script>`,
  ],
  [
    'whose form is an address of a script',
    `<h1>Conectare</h1><form action="javascript:send({ user: user.value, pass: pass.value })"><label>Utilizator <input id="user" name="user" autocomplete="username"></label>
       <label>Parolă <input id="pass" name="pass" type="password"></label><button>Conectare</button></form><script>${SEND}</script>`,
  ],
  [
    'that their labels float over',
    form(
      `<style>.f{position:relative}.f *{width:14rem;height:2rem}.f label,.f span{position:absolute;inset:0;background:#fff8}</style>
       <div class="f"><input id="u" name="user"><label for="u">Ім'я користувача</label></div>
       <div class="f"><input name="pass" type="password"><span>Пароль</span></div>`,
      'Увійти',
      'Вхід',
    ),
  ],
  [
    'of which the password is transparent over drawn boxes',
    form(
      `<style>.f{position:relative;width:14rem;height:3rem}.f i{display:inline-block;width:2rem;height:2rem;border:1px solid}
         .f input{position:absolute;inset:0;width:100%;opacity:0;margin:0}</style>
       <label>User <input name="user"></label><div class="f"><i></i><i></i><i></i><i></i><input name="pass" type="password" aria-label="Password"></div>`,
      'Go',
      'Sign in',
    ),
  ],
  [
    'that are sent by Enter alone',
    `<h1>Přihlášení</h1><div><label>Uživatelské jméno <input id="user"></label><label>Heslo <input id="pass" type="password"></label></div>
     <script>${SEND} pass.addEventListener('keydown', (event) => { if (event.key === 'Enter') send({ user: user.value, pass: pass.value }); });</script>`,
  ],
];

describe('fields', () => {
  it.each(variants(2, FILLED))('%s', async (_, page) => {
    const { result, sent } = await logIn(pages, page);
    expect(sent).toEqual([{ user: USER, pass: PASSWORD }]);
    expect(result).toMatchObject({ kind: 'authenticated' });
  });

  it('that would show a password are not typed into, whatever they say', async () => {
    await onFlow(
      pages,
      letsIn(
        form(
          '<label>Benutzer <input name="user"></label><label>Passwort <input name="pass"></label>',
          'Los',
          'Anmelden',
        ),
      ),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).not.toContain('password');
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });

  it('that nobody sees are not typed into', () =>
    onFlow(
      pages,
      letsIn(
        form(
          '<label>User <input name="user"></label><input name="pass" type="password" aria-label="Password" style="opacity:0">',
          'Go',
          'Sign in',
        ),
      ),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).not.toContain('password');
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('that show a password once they have the focus are not typed into', async () => {
    const { result, sent } = await logIn(
      pages,
      form(
        `<label>Användarnamn <input name="user"></label><label>Lösenord <input name="pass" type="password" onfocus="type = 'text'"></label>`,
        'Logga in',
        'Logga in',
      ),
    );
    expect(result).toMatchObject({ kind: 'failed', code: 'element_not_found' });
    expect(sent).toEqual([]);
  });

  it.each(
    variants(1, [
      ['has no button', '<div>FIELDS</div>'],
      ['whose button does nothing', '<div>FIELDS<button type="button">Σύνδεση</button></div>'],
      ['that its script holds back', '<form onsubmit="return false">FIELDS<button>Σύνδεση</button></form>'],
    ]),
  )('that nothing sends are not asked for again: a form that %s', async (_, inside) => {
    const fields =
      '<label>Όνομα χρήστη <input name="user"></label><label>Κωδικός πρόσβασης <input name="pass" type="password"></label>';
    const { result, sent } = await logIn(pages, `<h1>Σύνδεση</h1>${inside.replace('FIELDS', fields)}`);
    expect(result).toMatchObject({ kind: 'input', left: 'not_sent' });
    expect(sent).toEqual([]);
  });

  it('that their style masks are typed into, and only while it does', async () => {
    const masked = (more: string): string =>
      form(
        `<label>Brukernavn <input name="user"></label><label>Passord <input name="pass" type="password" ${more}></label>`,
        'Logg inn',
        'Logg inn',
      );
    const style = "type = 'text'; style.webkitTextSecurity = ";
    const kept = await logIn(pages, masked(`onfocus="${style} 'disc'"`));
    expect(kept.sent).toEqual([{ user: USER, pass: PASSWORD }]);
    const shown = await logIn(pages, masked(`onfocus="${style} 'disc'" onkeydown="style.webkitTextSecurity = 'none'"`));
    expect(shown.result).toMatchObject({ kind: 'failed', code: 'element_not_found' });
    expect(shown.sent).toEqual([]);
  });

  it.each(
    variants(1, [
      ['by their markup', 'maxlength="8"'],
      ['by a script', 'oninput="value = value.slice(0, 8)"'],
    ]),
  )('that take fewer characters, %s, are told, and nothing is sent', async (_, limit) => {
    const { result, sent } = await logIn(
      pages,
      form(
        `<label>Käyttäjätunnus <input name="user"></label><label>Salasana <input name="pass" type="password" ${limit}></label>`,
        'Kirjaudu',
        'Kirjaudu sisään',
      ),
    );
    expect(result).toMatchObject({
      kind: 'failed',
      code: 'value_too_long',
      website_error: expect.stringMatching(/^Salasana/),
    });
    expect(sent).toEqual([]);
  });
});

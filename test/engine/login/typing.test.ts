import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letsIn, SEND } from '../../sites/flows/by-script.js';
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
    'that are read-only until they are pressed',
    form(
      `<label>Benutzername <input name="user" readonly></label><label>Passwort <input name="pass" type="password" readonly></label>
       <script>for (const one of document.querySelectorAll('input')) one.addEventListener('focus', () => setTimeout(() => { one.readOnly = false; }));</script>`,
      'Anmelden',
      'Anmelden',
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
    'that are sent by Enter alone',
    `<h1>Přihlášení</h1><div><label>Uživatelské jméno <input id="user"></label><label>Heslo <input id="pass" type="password"></label></div>
     <script>${SEND} pass.addEventListener('keydown', (event) => { if (event.key === 'Enter') send({ user: user.value, pass: pass.value }); });</script>`,
  ],
];

describe('fields', () => {
  it.each(FILLED)('%s', async (_, page) => {
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
    const shown = await logIn(pages, masked(`onfocus="${style} 'disc'" oninput="style.webkitTextSecurity = 'none'"`));
    expect(shown.result).toMatchObject({ kind: 'failed', code: 'element_not_found' });
    expect(shown.sent).toEqual([]);
  });

  it.each([
    ['by their markup', 'maxlength="8"'],
    ['by a script', 'oninput="value = value.slice(0, 8)"'],
  ])('that take fewer characters, %s, are told, and nothing is sent', async (_, limit) => {
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

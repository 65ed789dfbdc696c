import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view, page } = browserForTests();

const field = (label: string, type = 'text'): string =>
  `<p><label>${label} <input type="${type}" name="${type === 'text' ? 'u' : 'p'}"></label></p>`;

describe('a login in no form and without a button is not sent by the button of the form beside it', () => {
  it.each(
    variants(1, [
      [
        'Registrarse',
        'Iniciar sesión',
        ['Usuario', 'Contraseña'],
        field('Correo electrónico') + field('Nueva contraseña', 'password'),
      ],
      [
        'Létrehozás',
        'Bejelentkezés',
        ['Felhasználónév', 'Jelszó'],
        field('Teljes név') + field('Új jelszó', 'password'),
      ],
      ['購読する', 'ログイン', ['ユーザー名', 'パスワード'], '<input type="email" placeholder="メールアドレス">'],
    ] as const),
  )('%s', async (button, title, [name, secret], others) => {
    const { best } = await view(
      `<div id="app"><h1>${title}</h1><div>${field(name)}${field(secret, 'password')}</div><section><form method="post" action="/other">${others}<button>${button}</button></form></section></div>`,
    );
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(best?.submit).toBeNull();
  });

  it('but by one in a form that has no fields of its own', async () => {
    const { best } = await view(
      `<div id="app"><h1>Anmelden</h1>${field('Benutzername')}${field('Passwort', 'password')}<form method="post"><input type="hidden" name="t"><button>Anmelden</button></form></div>`,
    );
    expect(await page().locator(best!.submit!.css).textContent()).toBe('Anmelden');
  });
});

describe('a button that hangs over the page sends no login that has none', () => {
  const login = `<div id="app"><h1>Kirjaudu sisään</h1><div>${field('Käyttäjätunnus')}${field('Salasana', 'password')}</div></div>`;
  const hung = (inner: string): string => `<div style="position:fixed;right:1em;bottom:1em">${inner}</div>`;

  it('a chat', async () => {
    const { best } = await view(login + hung('<button type="button">Kysyttävää? Juttele kanssamme</button>'));
    expect([rolesIn(best), best?.submit]).toEqual([['identifier:username', 'password:password'], null]);
  });

  it('but one that says that it goes on', async () => {
    const { best } = await view(login + hung('<button type="button">Jatka</button>'));
    expect(await page().locator(best!.submit!.css).textContent()).toBe('Jatka');
  });
});

describe('the list of languages of a site is no field of a step in no form', () => {
  const list = '<select aria-label="Language"><option>English</option><option selected>Italiano</option></select>';

  it('in its head, where Enter sends it', async () => {
    const { forms } = await view(`<header>${list}</header><div><h1>Completa il profilo</h1>${field('Città')}</div>`);
    expect(forms.map(({ fields }) => fields.map(({ label }) => label))).toEqual([['Città']]);
  });
});

describe('radio buttons in no form go on with the button below them', () => {
  const radios = (...labels: string[]): string =>
    labels.map((label, n) => `<p><label><input type="radio" name="r" value="${n}"> ${label}</label></p>`).join('');
  const onward = async (html: string) => {
    const { best } = await view(html);
    return [best?.class, best?.submit && (await page().locator(best.submit.css).textContent())];
  };

  it.each(
    variants(1, [
      ['Jatka', 'Miten haluat vahvistaa henkilöllisyytesi?', ['Todennussovellus', 'Tekstiviesti']],
      ['Weiter', 'Wie möchten Sie sich bestätigen?', ['Authenticator-App', 'SMS an •• 12']],
    ] as const),
  )('methods: %s', async (button, title, methods) => {
    const html = `<div><h1>${title}</h1>${radios(...methods)}<div role="button" tabindex="0">${button}</div></div>`;
    expect(await onward(html)).toEqual(['method_choice', button]);
  });

  it.each(
    variants(1, [
      ['Fortfahren', 'Organisation auswählen', (inner: string) => `<form method="post">${inner}</form>`],
      ['Continue', 'Choose an organisation', (inner: string) => `<div>${inner}</div>`],
    ] as const),
  )('organisations, which are what can be chosen: %s', async (button, title, box) => {
    const html = `<h1>${title}</h1>${box(`${radios('Nordlys', 'Atelier Sud')}<button type="${title.startsWith('O') ? 'submit' : 'button'}">${button}</button>`)}`;
    expect(await onward(html)).toEqual(['account_choice', button]);
    const { buttons } = await view(html);
    expect(buttons.filter(({ kind }) => kind === 'account').map(({ label }) => label)).toEqual([
      'Nordlys',
      'Atelier Sud',
    ]);
  });
});

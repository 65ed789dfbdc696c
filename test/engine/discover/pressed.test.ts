import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const FIELDS =
  '<input placeholder="User name" style="width:200px"><br><input type="password" placeholder="Password" style="width:200px">';
const CODE = '<input inputmode="numeric" maxlength="6" autocomplete="one-time-code">';
const SLOTTED = `<script>customElements.define('x-button', class extends HTMLElement {
  constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<div><span><slot></slot></span></div>'; }
});</script>`;

const beside = (keys: string, go: string): [name: string, html: string] => [
  `not the keyboard beside a password: ${keys}`,
  `<form method="post"><fieldset><p><input name="nr" placeholder="ID"></p><p><input type="password"><button type="button" id="no">${keys}</button></p></fieldset><div><button id="go">${go}</button></div></form>`,
];

describe('the button that sends', () => {
  it.each(['English', 'Русский', '日本語'])('is none of a link to another language: %s', async (language) => {
    const { best } = await view(`<h1>Log in</h1><div>${FIELDS}<p><a href="#">${language}</a></p></div>`);
    expect(best).toMatchObject({ class: 'login', submit: null });
  });

  it.each(
    variants(5, [
      beside('Bildschirmtastatur', 'Anmelden'),
      beside('仮想キーボード', 'ログイン'),
      beside('لوحة مفاتيح', 'دخول'),
      beside('Teclado virtual', 'Continuar'),
      [
        'words in a slot',
        `<div>${CODE}<x-button role="button" id="no">Prekliči</x-button><x-button role="button" id="go">Preveri</x-button>${SLOTTED}</div>`,
      ],
      [
        'words in a slot, in Hungarian',
        `<div>${CODE}<x-button role="button" id="no">Mégse</x-button><x-button role="button" id="go">Ellenőrzés</x-button>${SLOTTED}</div>`,
      ],
      [
        'words that a style sheet writes',
        `<style>#no::before{content:"Cancel"}#go::after{content:"Log in"}</style><div>${FIELDS}<button type="button" id="no"></button><button type="button" id="go"></button></div>`,
      ],
      [
        'an icon with a name',
        `<form>${FIELDS}<button type="button" aria-label="Info" id="no"><i class="icon">info</i></button><button aria-label="Belépés" id="go"><i class="icon">arrow_forward</i></button></form>`,
      ],
      [
        'words beside an icon without',
        `<div>${FIELDS}<button type="button" id="no"><svg width="20" height="20"></svg></button><button type="button" id="go">Xyzzy</button></div>`,
      ],
      [
        'a box with a handler',
        `<div>${FIELDS}<div onclick="void 0" id="no">Avbryt</div><div onclick="void 0" id="go">Logga in</div></div>`,
      ],
      [
        'a box that is called a button',
        `<div>${FIELDS}<span class="btn primary" style="cursor:pointer" id="go">Anmelden</span></div>`,
      ],
      [
        'a box where only the pointer says so',
        `<div>${FIELDS}<div style="cursor:pointer" id="go">Iniciar sesión</div></div>`,
      ],
      ['a picture', `<div>${FIELDS}<img alt="Connexion" onclick="void 0" width="80" height="20" id="go"></div>`],
      ['a link that leads nowhere', `<div>${FIELDS}<a href="#" id="go">Entrar</a></div>`],
      [
        'not the eye of the password',
        `<form>${FIELDS}<span role="button" id="no"><i class="fa fa-eye"></i></span><div style="cursor:pointer" id="go">Log in</div></form>`,
      ],
      [
        'not the keyboards beside both fields',
        `<form method="post"><p><input name="nr" placeholder="ID"><button type="button" id="no">Klavye</button></p><p><input type="password"><button type="button">Klavye</button></p><div><button id="go">Giriş yap</button></div></form>`,
      ],
      [
        'not an icon in the field',
        `<div><input placeholder="User name"><div style="position:relative;width:200px"><input type="password" style="width:200px"><b role="button" style="position:absolute;right:2px;top:2px;width:16px;height:16px" id="no"></b></div><a role="button" id="go">Xyzzy</a></div>`,
      ],
      [
        'not the one that goes on as a guest',
        `<div>${FIELDS}<button type="button" id="no">Continue as guest</button><button type="button" id="go">Sign in</button></div>`,
      ],
    ]),
  )('is found by %s', async (_, html) => {
    const { best } = await view(html);
    expect(best?.submit?.css).toBe('#go');
  });

  it.each([
    ['of words that nobody knows', 'Xyzzy', 'Plugh'],
    ['of ways out', 'Zrušit', 'Odhlásit se'],
  ])('is none %s', async (_, one, other) => {
    const { best } = await view(
      `<h1>Code</h1><div>${CODE}<x-b role="button">${one}</x-b><x-b role="button">${other}</x-b></div>`,
    );
    expect(best?.class).toBe('otp');
    expect(best?.submit).toBeNull();
  });
});

describe('a login', () => {
  const LOGIN = ['identifier:username', 'password:password'];
  it.each(
    variants(3, [
      [
        'a search without a button, and a link for a button',
        `<nav><input placeholder="Search products"></nav><main><h1>Sign in</h1>${FIELDS}<a class="btn">Sign in</a></main>`,
      ],
      [
        'a search in a form of the whole page',
        `<form action="/page" method="post"><div><input placeholder="Suchen"></div><div><h1>Anmelden</h1>${FIELDS}<button>Anmelden</button></div></form>`,
      ],
      [
        'a search right beside it',
        `<form action="/page" method="post"><div><input type="search" name="q"><div>${FIELDS}<input type="submit" value="Log in"></div></div></form>`,
      ],
      [
        'a sign-up below it in one form',
        `<form method="post"><p>Login ${FIELDS}</p><input type="submit" value="Log in"><h2>New here?</h2><p>E-mail <input></p><p>Password <input type="password"></p><p>Repeat password <input type="password"></p><input type="submit" value="Create account"></form>`,
      ],
      [
        'a sign-up above it in one form',
        `<form method="post"><h2>Registrieren</h2><p>E-Mail <input></p><p>Passwort <input type="password"></p><p>Passwort wiederholen <input type="password"></p><button>Konto erstellen</button><h2>Anmelden</h2>${FIELDS}<button>Anmelden</button></form>`,
      ],
    ] as const),
  )('is told from %s', async (_, html) => {
    const { best } = await view(html);
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual(LOGIN);
  });

  it('asks for name, password and a code in boxes at once', async () => {
    const boxes = [1, 2, 3, 4, 5, 6].map((n) => `<input name="c${n}" maxlength="1">`).join('');
    const { best } = await view(
      `<form><h1>Sign in</h1>${FIELDS}<p>Code from your authenticator</p>${boxes}<button>Sign in</button></form>`,
    );
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual([...LOGIN, 'otp:code']);
  });

  it('is one under "Sign in", whatever its password declares', async () => {
    const { best } = await view(`<div><h1>Sign in</h1><label>E-mail <input type="email"></label>
      <label>Password <input type="password" autocomplete="new-password"></label><div style="cursor:pointer">Sign in</div></div>`);
    expect(best?.class).toBe('login');
  });

  it.each(
    variants(1, [
      ['Choose your user name', '<label>User name <input></label>', 'Next'],
      ['Wählen Sie einen Benutzernamen', '<label>Benutzername <input></label>', 'Weiter'],
      ['You will need a password', '<label>Password <input type="password"></label>', 'Next'],
      ['Vous aurez besoin d’un mot de passe', '<label>Mot de passe <input type="password"></label>', 'Suivant'],
    ]),
  )('is no step of a sign-up: %s', async (title, field, button) => {
    const { best } = await view(`<h1>${title}</h1><form>${field}<button>${button}</button></form>`);
    expect(best).toBeNull();
  });
});

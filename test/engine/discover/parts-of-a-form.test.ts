import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const SEARCH =
  '<header><form role="search" action="/search"><input type="search" name="q" placeholder="Search"><button>Search</button></form></header>';

describe('a name and a password', () => {
  const half = (label: string, type: string, more = ''): string =>
    `<form><label>${label} <input type="${type}"></label>${more}</form>`;

  it.each(
    variants(1, [
      ['sv', 'Användarnamn', 'Lösenord', 'Logga in'],
      ['it', 'Nome utente', 'Password', 'Accedi'],
      ['ja', 'ユーザー名', 'パスワード', 'ログイン'],
    ]),
  )(
    'are one login where each has a form of its own, and the button stands behind them (%s)',
    async (_, name, secret, go) => {
      const page = `${SEARCH}<main><div>${half(name, 'text')}${half(secret, 'password')}</div><button type="button" id="go">${go}</button></main>`;
      const { best } = await view(page);
      expect(best).toMatchObject({ class: 'login', submit: { css: '#go' } });
      expect(rolesIn(best).map((one) => one.split(':')[0])).toEqual(['identifier', 'password']);
    },
  );

  it('are two forms where each has a button', async () => {
    const page = `<main>${half('E-mail', 'email', '<button>Send me a link</button>')}${half('Password', 'password', '<button>Log in</button>')}</main>`;
    expect((await view(page)).forms.map(({ fields }) => fields.length)).toEqual([1, 1]);
  });
});

describe('a login and something else in one form', () => {
  it.each(
    variants(1, [
      ['en', 'User name', 'Password', 'Log in', 'Forgotten your password?', 'Email address', 'Send'],
      ['de', 'Kundennummer', 'Kennwort', 'Anmelden', 'Newsletter', 'E-Mail', 'Abonnieren'],
      ['es', 'Usuario', 'Contraseña', 'Entrar', '¿Ha olvidado su contraseña?', 'Correo electrónico', 'Recuperar'],
    ]),
  )('are two, where each has a button that sends it (%s)', async (_, name, secret, go, title, mail, send) => {
    const page = `<form method="post"><h1>${go}</h1><p><label>${name} <input name="f$u"></label></p>
      <p><label>${secret} <input name="f$p" type="password"></label></p><input type="submit" name="f$go" id="go" value="${go}">
      <h2>${title}</h2><p><label>${mail} <input name="f$m"></label> <input type="submit" name="f$send" value="${send}"></p></form>`;
    const { best } = await view(page);
    expect(best).toMatchObject({ class: 'login', submit: { css: '#go' } });
    expect(rolesIn(best).map((one) => one.split(':')[0])).toEqual(['identifier', 'password']);
  });

  it('are one, where the fields below its button have none of their own', async () => {
    const { best } = await view(`<form method="post"><p><label>User name <input name="u"></label></p>
      <p><label>Password <input name="p" type="password"></label></p><button>Log in</button>
      <p><label>Company <input name="c" required></label></p></form>`);
    expect(rolesIn(best)).toHaveLength(3);
  });
});

describe('an element that shows what is slotted into it', () => {
  const OVERLAY = `<script>
    customElements.define('x-button', class extends HTMLElement {
      constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<style>:host{cursor:pointer}</style><div class="x-button-container"><slot></slot></div>'; }
    });
    customElements.define('x-login', class extends HTMLElement {
      constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<div><div><section><div><slot name="form"></slot><slot name="go"></slot></div></section></div></div>'; }
    });</script>`;

  it.each(
    variants(1, [
      ['ru', 'Имя пользователя', 'Пароль', 'Войти'],
      ['es', 'Usuario', 'Contraseña', 'Entrar'],
    ]),
  )('sends the form by the button beside it, in however many boxes it draws both (%s)', async (_, name, secret, go) => {
    const page = `<x-login><form slot="form"><label>${name} <input name="u"></label><label>${secret} <input name="p" type="password"></label></form><x-button slot="go" role="button" id="go">${go}</x-button></x-login>${OVERLAY}`;
    const { best, buttons } = await view(page);
    expect(best).toMatchObject({ class: 'login', submit: { css: '#go' } });
    expect(buttons.map(({ label }) => label)).toEqual([go]);
  });
});

describe('a tab that nobody can press', () => {
  const page = (more: string): string =>
    `<div><button role="tab" aria-selected="true">Kund</button><button role="tab" aria-selected="false" ${more}>Återförsäljare</button>
     <form action="/in" method="post"><label>Användarnamn <input name="u"></label><label>Lösenord <input name="p" type="password"></label><button>Logga in</button></form></div>`;

  it('is no other login', async () => {
    expect((await view(page('disabled'))).rivals).toEqual([]);
    expect((await view(page('aria-disabled="true"'))).rivals).toEqual([]);
  });

  it('but one that can be pressed is', async () => {
    expect((await view(page(''))).rivals).toHaveLength(2);
  });
});

describe('a row of fields for digits', () => {
  const row = (style: string): string =>
    `<h1>One more step</h1><div style="display:flex">${[1, 2, 3, 4, 5, 6]
      .map((n) => `<input type="tel" autocomplete="one-time-code" aria-label="Digit ${n}" style="${style}">`)
      .join('')}</div><button>Go</button>`;

  it.each(variants(1, ['width:1em', 'width:48px;height:56px;font-size:24px']))(
    'is one code where each is drawn for one (%s)',
    async (style) => {
      const [code, ...others] = (await view(row(style))).best?.fields ?? [];
      expect(code).toMatchObject({ role: 'otp' });
      expect(code?.boxes).toHaveLength(6);
      expect(others).toEqual([]);
    },
  );

  it('is none where each has room for more', async () => {
    expect((await view(row('width:120px'))).best?.fields.length).toBeGreaterThan(1);
  });
});

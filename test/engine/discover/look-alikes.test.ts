import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

const LOGIN_CLASSES = ['login', 'identifier', 'password'];
const NAME = '<label>Name <input name="account" autocomplete="username"></label>';

describe('what an address says in its query', () => {
  const at = (query: string, fields = NAME) => `
    <div id="login"><form method="post" action="/login.php${query}">${fields}<input type="submit" value="→"></form></div>`;

  it.each(
    variants(3, [
      ['?action=lostpassword', 'recovery'],
      ['?do=resendpwd&lang=xx', 'recovery'],
      ['', 'identifier'],
      ['?next=register', 'identifier'],
      ['?return_to=https%3A%2F%2Fshop.test%2Fregister', 'identifier'],
    ] as const),
  )('goes before its path: login.php%s is a %s', async (query, expected) => {
    expect((await view(at(query))).forms[0]?.class).toBe(expected);
  });

  it('makes a sign-up of a form that registers', async () => {
    const fields = '<label>Name <input name="n"></label><label>Password <input type="password" name="p"></label>';
    expect((await view(at('?mode=register', fields))).forms[0]?.class).toBe('signup');
  });

  it('tells a link that registers from one that logs in', async () => {
    const { buttons } = await view(`
      <a href="/index.php?action=register">→</a> <a href="/login.php?action=register">Here</a> <a href="/index.php?do=login">There</a>`);
    expect(buttons.filter(({ kind }) => kind === 'login_link').map(({ label }) => label)).toEqual(['There']);
  });
});

describe('a lone name', () => {
  it('is for a new password where the page says so in its title or its text', async () => {
    const text = `<p>Enter your address and we will mail you a link to reset your password.</p>
      <form><input type="email" name="email"><button>Go on</button></form>`;
    expect((await view(text)).best).toBeNull();
    const title = `<title>Lost your password? | Garden</title><form>${NAME}<button>OK</button></form>`;
    expect((await view(title)).best).toBeNull();
  });

  it('stays a step of the login beside a link that says the same', async () => {
    const { best } = await view(`
      <title>Garden</title><form class="login"><input type="email" name="email" autocomplete="username"><button>Continue</button>
      <a href="/help">Reset your password</a></form>`);
    expect(best?.class).toBe('identifier');
  });

  it.each(
    variants(1, [
      ['Zapomněli jste heslo? Zadejte svůj e-mail:', 'Odeslat'],
      ['Forgot it? Your address:', 'OK'],
      ['Glömt lösenordet? Skriv din e-postadress', 'Vidare'],
    ] as const),
  )('is for a new password where its own label says that one is forgotten: %s', async (label, button) => {
    const { best } = await view({
      '/login': `<form method="post"><p>${label} <input name="email"></p><button>${button}</button></form>`,
    });
    expect(best).toBeNull();
  });

  it('stays a step of the login where a link for the forgetful stands in its label', async () => {
    const { best } = await view({
      '/login':
        '<form method="post"><label>User name <a href="/lost">Forgot it?</a> <input name="name" autocomplete="username"></label><button>Next</button></form>',
    });
    expect(best?.class).toBe('identifier');
  });

  it('is for a new password where the only button says so', async () => {
    const { forms } = await view(
      '<form><input type="email" name="email"><button>Passwort zurücksetzen</button></form>',
    );
    expect(forms[0]?.class).toBe('recovery');
  });

  it('that is new, or stands beside an address, is no login', async () => {
    const change = '<form><label>New e-mail address <input type="email" name="e"></label><button>OK</button></form>';
    expect((await view(change)).best).toBeNull();
    const both = `<div id="login"><form>${NAME}<label>E-mail <input type="email"></label><button>→</button></form></div>`;
    expect(LOGIN_CLASSES).not.toContain((await view(both)).best?.class);
  });

  it('is not one that nobody calls so, beside a link to the login', async () => {
    const { best } = await view(`
      <nav><p>Pages / Billing</p><input placeholder="Type here..."> <a href="javascript:;">Sign In</a></nav><h6>Payment method</h6>`);
    expect(LOGIN_CLASSES).not.toContain(best?.class);
  });

  it.each(variants(1, ['Forgot it?', 'Mot de passe oublié ?', 'パスワードをお忘れですか？']))(
    'under a heading that says so: %s',
    async (heading) => {
      const { best } = await view(`
      <h1>${heading}</h1><form class="login"><input name="username" placeholder="Username"><button>OK</button></form>`);
      expect(best).toBeNull();
    },
  );

  it('with nothing that speaks for a login is for a person to judge', async () => {
    const { best } = await view('<p>Garden</p><form><input type="email" name="email"><button>→</button></form>');
    expect(LOGIN_CLASSES).not.toContain(best?.class);
  });
});

describe('a password', () => {
  it.each(
    variants(1, [
      ['Delete profile', 'Delete'],
      ['Konto löschen', 'Endgültig löschen'],
      ['Supprimer mon compte', 'Supprimer'],
      ['アカウントを削除', '削除'],
    ]),
  )('that confirms an end is not asked for a login: %s', async (heading, button) => {
    const { best } = await view(`
      <h1>${heading}</h1><form><label>Password <input type="password" autocomplete="current-password"></label><button>${button}</button></form>`);
    expect(best).toBeNull();
  });

  it('unlocks a session, whatever leads elsewhere beside it', async () => {
    const { best } = await view(`
      <h1>Una Park</h1><form><input type="password" placeholder="Password"><a href="/login">Unlock</a>
      <p>Not you? <a href="/login">Sign in as a different user</a></p></form>`);
    expect(best?.class).toBe('password');
  });

  it('beside a name and an address is chosen, even where the page remembers and has a way out', async () => {
    const { best, forms } = await view(`
      <form><label>Username <input name="u"></label><label>E-mail <input type="email" name="e"></label>
      <label>Password <input type="password" name="p"></label><label><input type="checkbox"> Remember me</label>
      <button>Register</button><a href="/x">Forgot password?</a></form>`);
    expect(LOGIN_CLASSES).not.toContain(best?.class);
    expect(forms).toHaveLength(1);
  });

  it('that is to be added is a new one', async () => {
    const { forms } = await view(`
      <form><label>E-mail <input type="email"></label><label>Add a password <input type="password"></label><button>Next</button></form>`);
    expect(rolesIn(forms[0]!)).toContain('new_password:new_password');
  });
});

describe('a field that is called just a code', () => {
  it.each(variants(1, ['Code', 'Token:', 'コード', 'Код']))('is one: %s', async (label) => {
    const { best } = await view(`
      <title>Log in</title><h1>Log in</h1><form><label>${label} <input name="x1"></label><button>Next</button></form>`);
    expect(LOGIN_CLASSES).not.toContain(best?.class);
    expect(fieldIn(best, 'otp')).toBeDefined();
  });

  it.each(
    variants(1, [
      'Recovery code #1',
      'Enter the code that your television shows',
      'Wiederherstellungscode',
      '復旧コード',
      'أدخل الرمز الظاهر على التلفاز',
    ]),
  )('of another kind is no name: %s', async (label) => {
    const { best } = await view(`
        <title>Log in</title><h1>Log in</h1><form class="login"><label>${label} <input name="x1"></label><button>Log in</button></form>`);
    expect(LOGIN_CLASSES).not.toContain(best?.class);
  });

  it('is none with another word', async () => {
    const { best } = await view(
      '<form><label>Customer code <input></label><label>Password <input type="password"></label><button>Log in</button></form>',
    );
    expect(best?.class).toBe('login');
  });
});

describe('languages', () => {
  it.each(
    variants(1, [
      ['bg', 'Потребителско име', 'Парола', 'Вход'],
      ['ca', "Nom d'usuari", 'Contrasenya', 'Inicia la sessió'],
      ['et', 'Kasutajanimi', 'Parool', 'Logi sisse'],
      ['fa', 'نام کاربری', 'گذرواژه', 'ورود'],
      ['hr', 'Korisničko ime', 'Lozinka', 'Prijavi se'],
      ['lt', 'Naudotojo vardas', 'Slaptažodis', 'Prisijungti'],
      ['sl', 'Uporabniško ime', 'Geslo', 'Prijava'],
      ['sr', 'Корисничко име', 'Лозинка', 'Пријави ме'],
    ]),
  )('%s is read without help of the markup', async (_, name, password, button) => {
    const { best } = await view(`
      <div>${name}: <input></div><div>${password}: <input type="password"></div><button>${button}</button>`);
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(best?.reasons).toContain('loginSubmit');
  });
});

describe('fields named like properties of their form', () => {
  it('hide nothing of it', async () => {
    const { best } = await view(`
      <form id="entry" method="post"><input name="id" type="hidden" value="1"><select name="children"><option>0</option></select>
      <input type="hidden" name="method" value="x"><input type="hidden" name="action" value="y">
      <label>E-mail <input type="email"></label><label>Password <input type="password"></label><button>Log in</button></form>`);
    expect(best).toMatchObject({ class: 'login', method: 'post' });
    expect(fieldIn(best, 'password')?.ref.css).toContain('#entry > ');
  });

  it.each(
    variants(2, [
      [
        'assignedSlot',
        'attributes',
        'checkVisibility',
        'childNodes',
        'children',
        'className',
        'closest',
        'compareDocumentPosition',
      ],
      [
        'contains',
        'control',
        'elements',
        'firstChild',
        'getAttribute',
        'getBoundingClientRect',
        'getRootNode',
        'hasAttribute',
      ],
      [
        'id',
        'inert',
        'innerText',
        'isConnected',
        'labels',
        'length',
        'localName',
        'matches',
        'name',
        'nextSibling',
        'nodeName',
      ],
      [
        'nodeType',
        'offsetParent',
        'ownerDocument',
        'parentElement',
        'parentNode',
        'previousElementSibling',
        'previousSibling',
      ],
      [
        'querySelector',
        'querySelectorAll',
        'shadowRoot',
        'style',
        'submit',
        'tagName',
        'textContent',
        'title',
        'type',
        'value',
      ],
    ] as const),
  )('hide no method or property that discovery uses: %s ...', async (...names) => {
    const { best } = await view(`
      <h1>Log in</h1><form id="entry" method="post" action="/session">${names.map((name) => `<input type="hidden" name="${name}">`).join('')}
      <label>E-mail <input type="email" name="email"></label><label>Password <input type="password" name="password"></label><button>Log in</button></form>`);
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
    expect(best).toMatchObject({ class: 'login', action: 'https://shop.test/session' });
  });

  it('and forms named like properties of the document hide nothing of the page', async () => {
    const named = [
      'body',
      'title',
      'children',
      'querySelectorAll',
      'getElementById',
      'documentElement',
      'baseURI',
      'elementFromPoint',
    ];
    const { best, title } = await view(`
      <title>Garden: log in</title>${named.map((name) => `<form name="${name}"></form>`).join('')}
      <form action="session"><label>E-mail <input type="email" name="email"></label><label>Password <input type="password" name="password"></label><button>→</button></form>`);
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
    expect(best?.action).toBe('https://shop.test/session');
    expect(title).toBe('Garden: log in');
  });
});

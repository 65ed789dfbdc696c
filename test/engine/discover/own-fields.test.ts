import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

const form = (fields: string, button = 'Log in', title = button): string =>
  `<form action="/session" method="post"><h1>${title}</h1>${fields}<button>${button}</button></form>`;
const field = (label: string, type = 'text', more = ''): string =>
  `<p><label>${label} <input type="${type}" ${more}></label></p>`;

describe('what only stands before a masked field does not name it', () => {
  const password = 'type="password" name="password"';
  it.each([
    ['an address', `<p>Signing in as user@example.com.</p><input ${password} placeholder="Enter your password">`],
    ['an address, in Japanese', `<p>ログイン中: user@example.jp</p><input ${password}>`],
    ['a name, in German', `<p>Benutzer: anna <a href="/switch">Wechseln</a></p><input ${password}>`],
    ['a name, in Spanish', '<div>Usuario: jlopez</div><div><input type="password" name="clave"></div>'],
    ['a name, in French', '<div>Compte : marie</div><input type="password" name="mdp" placeholder="Mot de passe">'],
  ])('%s', async (_, fields) => {
    expect(rolesIn((await view(form(fields))).best)).toEqual(['password:password']);
  });

  it('but it does where the field says nothing else', async () => {
    const fields = '<div>User ID:</div><input type="password" name="f1"><div>Password:</div><input type="password">';
    expect(rolesIn((await view(form(fields))).best)).toEqual(['identifier:username', 'password:password']);
  });
});

describe('a masked field takes what it is called', () => {
  it.each(
    variants(8, [
      [
        'a user name',
        form(field('User name', 'password') + field('Password', 'password')),
        ['identifier:username', 'password:password'],
      ],
      [
        'a Spanish one',
        form(field('Usuario', 'password') + field('Contraseña', 'password'), 'Entrar'),
        ['identifier:username', 'password:password'],
      ],
      [
        'a Polish one, declared as a password',
        form(
          field('Nazwa użytkownika', 'password', 'autocomplete="current-password"') + field('Hasło', 'password'),
          'Zaloguj się',
        ),
        ['identifier:username', 'password:password'],
      ],
      [
        'a user name that only developers call so',
        form('<input type="password" name="username"><input type="password" name="password">'),
        ['identifier:username', 'password:password'],
      ],
      [
        'a memorable word without a password',
        form(field('User ID') + field('Memorable word', 'password')),
        ['identifier:username', 'custom:memorable_word'],
      ],
      [
        'a code of a device',
        form(field('User name') + field('RSA SecurID passcode', 'password')),
        ['identifier:username', 'otp:code'],
      ],
      ['a one-time password', form(field('YubiKey one-time password', 'password'), 'Verify', 'Sign in'), ['otp:code']],
      ['a German one', form(field('Einmalpasswort', 'password'), 'Anmelden'), ['otp:code']],
      ['a Russian one', form(field('Одноразовый пароль', 'password'), 'Войти'), ['otp:code']],
      ['a security code', form(field('Security code', 'password'), 'Continue', 'Sign in'), ['otp:code']],
      [
        'a code beside the password',
        form(
          field('Identifiant') + field('Mot de passe', 'password') + field('Code de vérification', 'password'),
          'Se connecter',
        ),
        ['identifier:username', 'password:password', 'otp:code'],
      ],
      [
        'a PIN beside the password',
        form(field('Kundennummer') + field('Passwort', 'password') + field('PIN', 'password'), 'Anmelden'),
        ['identifier:username', 'password:password', 'custom:pin'],
      ],
      [
        'a PIN before the password',
        form(field('Client number') + field('Security PIN', 'password') + field('Password', 'password')),
        ['identifier:username', 'custom:security_pin', 'password:password'],
      ],
      [
        'a second secret',
        form(field('Customer ID') + field('Password', 'password') + field('Memorable word', 'password')),
        ['identifier:username', 'password:password', 'custom:memorable_word'],
      ],
      [
        'a second password',
        form(field('用户名') + field('密码', 'password') + field('交易密码', 'password'), '登录'),
        ['identifier:username', 'password:password', 'custom:交易密码'],
      ],
      [
        'a security answer',
        form(field('Utente') + field('Password', 'password') + field('Risposta segreta', 'password'), 'Accedi'),
        ['identifier:username', 'password:password', 'custom:risposta_segreta'],
      ],
      [
        'a company',
        form(field('Firma', 'password') + field('Benutzername') + field('Kennwort', 'password'), 'Anmelden'),
        ['custom:firma', 'identifier:username', 'password:password'],
      ],
    ] as const),
  )('%s', async (_, html, roles) => {
    const { best } = await view(html);
    expect(rolesIn(best)).toEqual(roles);
    expect(best?.fields.every(({ required }) => required)).toBe(true);
  });

  it.each([
    ['a token', form(field('Token', 'password'), 'Continue', 'Log in'), 'custom:token'],
    ['an access token', form(field('Access token', 'password'), 'Sign in'), 'custom:access_token'],
    [
      'a question',
      form(field('What was the name of your first school?', 'password'), 'Continue', 'Check'),
      'custom:what_was_the_name_of_your_first_school',
    ],
    [
      'a question that is not masked',
      form(field('Wie hieß Ihr erstes Haustier mit Namen?'), 'Weiter', 'Sicherheitsfrage'),
      'custom:wie_hiess_ihr_erstes_haustier_mit_namen',
    ],
  ])('alone, %s is asked for by its label, as a step of the login', async (_, html, role) => {
    const { best } = await view(html);
    expect(best?.class).toBe('otp');
    expect(rolesIn(best)).toEqual([role]);
    expect(best?.fields[0]?.required).toBe(true);
  });

  it('a token that was sent is a code', async () => {
    const { best, otpKind } = await view(
      form(`<p>Enter the token that we sent to your phone.</p>${field('Token', 'password')}`, 'Sign in'),
    );
    expect(rolesIn(best)).toEqual(['otp:code']);
    expect(otpKind).toBe('sms');
  });

  it.each([
    ['PIN', form(field('Library card number') + field('PIN', 'password'))],
    ['Geheimzahl', form(field('Kontonummer') + field('Geheimzahl', 'password'), 'Anmelden')],
    ['Passcode', form(field('E-mail', 'email') + field('Passcode', 'password'))],
    ['Enter your password again', form(field('Enter your password again', 'password'), 'Continue')],
    ['Password or token', form(field('Password or token', 'password'))],
    ['Something that nobody knows', form(field('E-mail', 'email') + field('Xyzzy', 'password'))],
  ])('where there is no other, "%s" is the password', async (_, html) => {
    expect(fieldIn((await view(html)).best, 'password')?.name).toBe('password');
  });

  it('a line of text that a style sheet masks is a password', async () => {
    const masked = '<label>Parola <input style="-webkit-text-security: disc"></label>';
    expect(rolesIn((await view(form(`${field('Utilizator')}${masked}`, 'Autentificare'))).best)).toEqual([
      'identifier:username',
      'password:password',
    ]);
  });

  it('what its label calls it is a name that a value may be stored under', async () => {
    const { best } = await view(form(field('Card number') + field('PIN', 'password')));
    expect(best?.fields.map(({ alias }) => alias)).toEqual(['card_number', 'pin']);
  });
});

describe('the login name', () => {
  it.each(
    variants(3, [
      ['a tax number in a telephone field', form(field('CPF', 'tel') + field('Senha', 'password'), 'Entrar')],
      ['a card number', form(field('Card number') + field('Password', 'password'), 'Sign on')],
      [
        'a number in a search field',
        form(
          '<input type="search" placeholder="Ausweisnummer"><input type="password" placeholder="Kennwort">',
          'Anmelden',
        ),
      ],
      ['a surname', form(field('Cognome') + field('Password', 'password'), 'Accedi')],
      ['a company', form(field('Workspace') + field('Password', 'password'))],
      ['nothing known', form(field('Xyzzy') + field('Password', 'password'))],
    ] as const),
  )('alone before the password, is it: %s', async (_, html) => {
    const { best } = await view(html);
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
  });

  it.each([
    [
      'a last name before it',
      form(field('Last name') + field('Library card number') + field('PIN', 'password')),
      ['custom:last_name', 'identifier:username', 'password:password'],
    ],
    [
      'a last name behind it',
      form(field('Numéro de carte') + field('Nom de famille') + field('Code secret', 'password'), 'Se connecter'),
      ['identifier:username', 'custom:nom_de_famille', 'password:password'],
    ],
    [
      'a date of birth',
      form(field('User ID') + field('Date of birth') + field('Password', 'password')),
      ['identifier:username', 'custom:date_of_birth', 'password:password'],
    ],
    [
      'a company',
      form(field('会社名') + field('ユーザーID') + field('パスワード', 'password'), 'ログイン'),
      ['custom:会社名', 'identifier:username', 'password:password'],
    ],
    [
      'a branch behind it',
      form(field('Kundennummer') + field('Filiale') + field('PIN', 'password'), 'Anmelden'),
      ['identifier:username', 'custom:filiale', 'password:password'],
    ],
  ])('is told from %s, which is asked for too', async (_, html, roles) => {
    const { best } = await view(html);
    expect(rolesIn(best)).toEqual(roles);
    expect(best?.fields.every(({ required }) => required)).toBe(true);
  });

  it('is none of two that nothing tells apart: both are asked for', async () => {
    const { best } = await view(form(field('Xyzzy') + field('Plugh') + field('Password', 'password')));
    expect(rolesIn(best)).toEqual(['custom:xyzzy', 'custom:plugh', 'password:password']);
    expect(best?.fields.every(({ required }) => required)).toBe(true);
  });

  it.each([
    ['User', '<option value="">-</option><option>anna</option>', 'Join'],
    ['Benutzer', '<option value="1">anna</option><option value="2">jo</option>', 'Anmelden'],
    ['Usuario', '<option>Elija</option><option>anna</option>', 'Entrar'],
  ])('may be picked from a list: %s', async (label, options, button) => {
    const { best } = await view(
      form(`<label>${label} <select name="u">${options}</select></label>${field('PIN', 'password')}`, button),
    );
    expect(best?.class).toBe('login');
    expect(fieldIn(best, 'identifier')?.options).toHaveLength(options.split('</option>').length - 1);
  });

  it('is no list of languages', async () => {
    const list = '<label>Language <select><option>English</option><option>Deutsch</option></select></label>';
    expect(rolesIn((await view(form(list + field('Password', 'password')))).best)).toEqual([
      'custom:language',
      'password:password',
    ]);
  });

  it('beside it, nobody is asked for what is optional, filled, behind the button or a search', async () => {
    const { best } = await view(`<form><h1>Log in</h1>${field('Department (optional)')}${field('User name')}
      ${field('Sub-account', 'text', 'value="00"')}${field('Password', 'password')}<button>Log in</button>${field('Xyzzy')}</form>`);
    expect(best?.fields.filter(({ required }) => required).map(({ role }) => role)).toEqual(['identifier', 'password']);
  });
});

describe('decoys for robots', () => {
  it.each([
    [
      'beyond the edge of a page that does not scroll',
      '<style>html{overflow-x:hidden}</style>',
      'position:absolute;left:4000px;top:0',
    ],
    ['under the form', '', 'position:absolute;z-index:-1;left:8px;top:60px'],
    ['cut away by a shape', '', 'clip-path:polygon(0 0,0 0,0 0)'],
    ['cut away by an ellipse', '', 'clip-path:ellipse(0 0)'],
    ['made transparent by a filter', '', 'filter:opacity(0)'],
    ['scaled to nothing', '', 'transform:scale(0)'],
  ])('are no fields: %s', async (_, head, style) => {
    const { best } =
      await view(`${head}<form style="position:relative;z-index:0"><div style="${style}"><input name="email"></div>
      <div style="position:relative;background:#fff"><h1>Log in</h1>${field('E-mail', 'email')}${field('Password', 'password')}<button>Log in</button></div></form>`);
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
  });
});

describe('a code of an application is one, masked or not, whatever the page calls it', () => {
  it.each([
    [
      'masked, as VPNs ask',
      '<p>Enter the 6-digit passcode from your authenticator</p><input type="password" name="response">',
    ],
    ['under a heading in Chinese', '<h2>兩步驟驗證</h2><p>請輸入驗證器顯示之６位數字</p><input name="k" size="8">'],
    [
      'in Persian',
      '<h2>ورود دو مرحله‌ای</h2><p>کد ۶ رقمی برنامه احراز هویت را وارد کنید</p><input name="k" type="number">',
    ],
  ])('%s', async (_, fields) => {
    expect((await view(form(fields, 'OK', ''))).best?.class).toBe('otp');
  });
});

import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

const step = (label: string, more = '', words = ''): string =>
  `<h1>OK</h1>${words}<form method="post" action="/next"><label>${label} <input ${more}></label><button>OK</button></form>`;

describe('a label that tells where a code comes from asks for a code', () => {
  it.each(
    variants(1, [
      ['Italian', 'Codice arrivato via e-mail', 'name="otp"', 'email'],
      ['French', 'Code reçu par e-mail', 'name="email"', 'email'],
      ['German', 'Code aus der E-Mail', 'name="mailcode"', 'email'],
      ['Polish', 'Kod z e-maila', 'name="k"', 'email'],
      ['Russian', 'Код из письма', 'name="k"', 'email'],
      ['Japanese', 'メールに届いたコード', 'name="k"', 'email'],
      ['a token that is named', 'FortiToken コードを入力してください', 'name="code" maxlength="128"', 'unknown'],
      ['Estonian', 'Sisesta autentimisrakenduse kood', 'name="k" inputmode="numeric"', 'totp'],
      ['Dutch', 'Code uit uw authenticatie-app', 'name="user"', 'totp'],
    ]),
  )('%s', async (_, label, more, kind) => {
    const { best, otpKind } = await view(step(label, more));
    expect(rolesIn(best)).toEqual(['otp:code']);
    expect(otpKind).toBe(kind);
  });

  it('the application that the page names, where a phone is only lost', async () => {
    const words = '<p>請輸入驗證應用程式上顯示的驗證碼。<a href="/lost">遺失手機？</a></p>';
    expect((await view(step('輸入 6 位數驗證碼', 'name="k" maxlength="10"', words))).otpKind).toBe('totp');
  });

  it.each(
    variants(2, [
      ['a choice of two', 'E-mail or customer code', 'name="login"'],
      ['a choice in German', 'E-Mail oder Kundencode', 'name="login"'],
      ['a field for addresses', 'E-mail (code follows)', 'type="email"'],
    ] as const),
  )('but not %s', async (_, label, more) => {
    expect(fieldIn((await view(step(label, more))).best, 'otp')).toBeUndefined();
  });
});

const login = (fields: string): string =>
  `<form action="/session" method="post"><h1>Log in</h1>${fields}<button>Log in</button></form>`;
const named = (label: string, more: string): string => `<p><label>${label} <input ${more}></label></p>`;

describe('a masked field called a code', () => {
  it.each(
    variants(1, [
      ['Portuguese', 'Código de acesso', 'type="password" name="password"'],
      ['Latvian', 'Pieejas kods', 'type="password" name="passwd"'],
      ['declared', 'Kod', 'type="password" autocomplete="current-password"'],
    ]),
  )('is the password where its author says so (%s)', async (_, label, more) => {
    const { best } = await view(login(named('User name', 'name="u"') + named(label, more)));
    expect(fieldIn(best, 'password')?.label).toBe(label);
  });

  it.each([
    ['a token', 'Token', 'type="password" name="password"'],
    ['a code that nobody calls a password', 'Código de acesso', 'type="password" name="x"'],
  ])('is none where it is %s', async (_, label, more) => {
    const { best } = await view(login(named('User name', 'name="u"') + named(label, more)));
    expect(fieldIn(best, 'password')).toBeUndefined();
  });
});

describe('a second password beside the first', () => {
  it.each(
    variants(1, [
      ['Turkish', 'Parola', 'İşlem parolası'],
      ['Romanian', 'Parolă', 'Parola de semnătură'],
      ['English', 'Password', 'Vault password'],
      ['German', 'Passwort', 'Freigabe-Passwort'],
    ]),
  )('is asked for under its own name (%s)', async (_, first, second) => {
    const { best } = await view(
      login(named('User name', 'name="u"') + named(first, 'type="password"') + named(second, 'type="password"')),
    );
    expect(best?.fields.map(({ role, required }) => [role, required])).toEqual([
      ['identifier', true],
      ['password', true],
      ['custom', true],
    ]);
  });
});

describe('the question over a hidden field', () => {
  const ask = (words: string, label: string, name = 'a'): string =>
    step(label, `type="password" name="${name}"`, words);

  it.each(
    variants(1, [
      ['Filipino', 'Ano ang pangalan ng una mong alagang hayop?', 'Sagot'],
      ['Swahili', 'Ulizaliwa katika mji gani?', 'Jibu'],
      ['Spanish', '¿Cómo se llamaba su primera mascota?', 'Respuesta'],
    ]),
  )('is told with it, which is no password (%s)', async (_, question, label) => {
    const { best } = await view(ask(`<p>${question}</p>`, label));
    expect(best?.fields).toMatchObject([{ role: 'custom', hint: question }]);
  });

  it('is not what stands aside', async () => {
    const { best } = await view(ask('<p><a href="/lost">Forgot your password, or what it was?</a></p>', 'Word', 'pw'));
    expect(best?.fields[0]?.hint ?? null).toBeNull();
  });
});

describe('of two buttons of a form, that for the password', () => {
  it.each(
    variants(1, [
      ['Send me a login link', 'Log in with password'],
      ['Recevoir un lien de connexion', 'Se connecter avec mot de passe'],
      ['Anmeldelink senden', 'Mit Passwort anmelden'],
    ]),
  )('not %s', async (link, password) => {
    const { best, buttons } = await view(`<form method="post" action="/link"><label>User name <input name="u"></label>
      <button>${link}</button> <button formaction="/pw">${password}</button></form>`);
    expect(best?.task).toBeNull();
    expect(buttons.find(({ ref }) => ref.css === best?.submit?.css)?.label).toBe(password);
  });
});

describe('ways to log in to choose from', () => {
  const ways = (...labels: string[]): string =>
    `<h1>?</h1><ul>${labels.map((label, at) => `<li><a href="/way-${at}">${label}</a>`).join('')}</ul>`;

  it.each(
    variants(1, [
      ['Ukrainian', ['Ключ доступу', 'Ввести пароль', 'Отримати посилання на пошту']],
      ['English', ['Passkey', 'Password']],
      ['German', ['Passkey', 'Kennwort eingeben', 'SMS']],
      ['Swedish', ['Mobilt BankID', 'Freja+', 'Användarnamn och lösenord']],
      ['French', ['FranceConnect', 'Identifiant et mot de passe']],
      ['Dutch', ['DigiD', 'eHerkenning', 'Gebruikersnaam en wachtwoord']],
    ]),
  )('lead to the password (%s)', async (_, labels) => {
    const { buttons } = await view(ways(...labels));
    expect(buttons.filter(({ kind, mfaType }) => kind === 'switch_method' && mfaType === 'password')).toHaveLength(1);
  });

  it.each(
    variants(1, [
      ['what changes a password', ['Passkeys', 'Change password', 'SMS']],
      ['what was forgotten', ['Help', 'Forgot your user name or password?']],
      ['settings of an account', ['Passkeys', 'Password', 'Log out']],
    ] as const),
  )('are not %s', async (_, labels) => {
    const { buttons } = await view(ways(...labels));
    expect(buttons.filter(({ kind, mfaType }) => kind === 'switch_method' && mfaType === 'password')).toEqual([]);
  });
});

describe('what can wait', () => {
  const offer = (no: string, heading = '???', yes = 'Xyz'): string =>
    `<h1>${heading}</h1><form action="/yes"><button>${yes}</button></form><a href="/no">${no}</a>`;

  it.each(
    variants(1, [
      ['あとで変更する', 'パスワードの有効期限'],
      ['다음에 변경하기', '비밀번호가 곧 만료됩니다'],
      ['Später ändern', 'Ihr Passwort läuft bald ab'],
      ['Cambiar más tarde', 'Tu contraseña caduca pronto'],
      ['بعداً یادآوری کن', 'رمز عبور شما ۵ روز دیگر منقضی می‌شود'],
      ['Ekki núna', 'Treysta einhverju'],
      ['Ne sada', 'Nešto novo'],
    ]),
  )('is left by %s', async (no, heading) => {
    const { buttons } = await view(offer(no, heading));
    expect(buttons.find(({ label }) => label === no)?.kind).toBe('not_now');
  });

  it.each(variants(1, ['Log out and decide later', 'Continue now, you can always change this later.']))(
    'not by %s',
    async (no) => {
      const { buttons } = await view(offer(no, 'Turn on notifications'));
      expect(buttons.find(({ label }) => label === no)?.kind).not.toBe('not_now');
    },
  );
});

it.each(variants(1, ['Entra', 'Entrar', 'Accedi']))(
  'a word that a provider is called as well sends the form: %s',
  async (label) => {
    const { best, buttons } = await view(`<form method="post" action="/p"><h1>Password</h1>
    <label>Password <input type="password" name="password"></label><button>${label}</button></form>`);
    expect(best?.class).toBe('password');
    expect(buttons).toMatchObject([{ label, kind: 'submit' }]);
  },
);

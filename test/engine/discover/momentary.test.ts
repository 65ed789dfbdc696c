import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const form = (label: string, more = 'name="f1"', before = ''): string =>
  `<form method="post" action="/on">${before}<p><label>${label} <input type="password" ${more}></label></p><button>Log in</button></form>`;

describe('a masked field for a password that is good for a moment', () => {
  it.each(
    variants(6, [
      ['zh', '动态口令'],
      ['zh, of a token', '令牌密码'],
      ['zh, by text message', '短信密码'],
      ['en', 'Token password'],
      ['en, of an app', 'Authenticator password'],
      ['de', 'SMS-Passwort (6 Ziffern)'],
      ['fr', 'Mot de passe du jeton'],
      ['es', 'Contraseña dinámica'],
      ['pt', 'Senha do token'],
      ['pl', 'Hasło z tokena'],
      ['cs', 'Heslo z SMS'],
      ['tr', 'Anlık şifre'],
      ['ru', 'Динамический пароль'],
      ['el', 'Κωδικός OTP'],
      ['he', 'סיסמת SMS'],
      ['ar', 'كلمة المرور المؤقتة'],
      ['hi', 'वन टाइम पासवर्ड'],
      ['vi', 'Mật khẩu động'],
      ['th', 'รหัสผ่าน OTP'],
      ['ja', 'SMSパスワード'],
      ['ko', 'OTP 비밀번호'],
      ['id', 'Sandi sekali pakai'],
    ]),
  )('is for a code, whatever list its word for a password is in (%s)', async (_, label) => {
    expect(rolesIn((await view(form(label))).best)).toEqual(['otp:code']);
  });

  it('stands beside a name alone, too', async () => {
    const name = '<p><label>İstifadəçi <input name="username"></label></p>';
    const { best } = await view(`<h1>Log in</h1>${form('SMS şifresi', 'name="f1"', name)}`);
    expect(rolesIn(best)).toEqual(['identifier:username', 'otp:code']);
  });

  it.each(
    variants(3, [
      ['either will do', 'Password or SMS code'],
      ['either will do, by a stroke', 'Passwort / Token'],
      ['both go in', 'Passwort und SMS-TAN'],
      ['both go in, in Japanese', 'パスワードとトークン'],
      ['brackets explain', 'Şifre (SMS ile gönderilmez)'],
      ['it logs in', '登录密码'],
    ]),
  )('is none where %s', async (_, label) => {
    expect(rolesIn((await view(form(label))).best)).toEqual(['password:password']);
  });
});

describe('a word for a code in one language and for a password in another', () => {
  const name =
    '<p><label>الاسم <input name="username"></label></p><p><label>كلمة المرور <input type="password" name="p"></label></p>';

  it.each(variants(1, ['رمز التحقق من التطبيق', 'رمز الأمان', 'رمز التأكيد']))(
    'is of a code where the rest of the label says so: %s',
    async (label) => {
      const { best } = await view(`<h1>تسجيل الدخول</h1>${form(label, 'name="t"', name)}`);
      expect(rolesIn(best)).toEqual(['identifier:username', 'password:password', 'otp:code']);
    },
  );

  it.each(variants(1, ['رمز عبور', 'رمز', 'رمز ورود']))('is of a password elsewhere: %s', async (label) => {
    expect(rolesIn((await view(`<h1>ورود</h1>${form(label)}`)).best)).toEqual(['password:password']);
  });
});

describe('a field is called a password', () => {
  it.each([
    ['by its label alone', 'name="f1"', true],
    ['against what its author calls it: a token', 'name="token"', false],
    ['against what its author calls it: a code', 'name="otp_input"', false],
    ['where its author names both', 'name="otp_password"', true],
  ])('%s', async (_, more, isCalled) => {
    const { best } = await view(form('Kennwort', more));
    expect(best?.fields.map(({ isCalledPassword }) => isCalledPassword)).toEqual([isCalled]);
  });
});

describe('a label says of what a password is', () => {
  const isOfSomething = async (label: string): Promise<(boolean | undefined)[]> =>
    (await view(form(label))).forms.flatMap(({ fields }) => fields.map((field) => field.isOfSomething));

  it.each(
    variants(5, [
      ['en', 'Withdrawal password'],
      ['de', 'Passwort für Überweisungen'],
      ['fr', 'Mot de passe de signature'],
      ['es', 'Contraseña de operaciones'],
      ['it', 'Password di firma'],
      ['nl', 'Wachtwoord voor betalingen'],
      ['pl', 'Hasło do podpisu'],
      ['cs', 'Transakční heslo'],
      ['tr', 'İşlem parolası'],
      ['ru', 'Пароль для платежей'],
      ['ko', '이체비밀번호'],
      ['th', 'รหัสผ่านธุรกรรม'],
      ['id', 'Kata sandi transfer'],
      ['hu', 'Tranzakciós jelszó'],
    ]),
  )('by what it is said with (%s)', async (_, label) => {
    expect(await isOfSomething(label)).toEqual([true]);
  });

  it.each(
    variants(5, [
      ['Password'],
      ['Enter your password again'],
      ['Account password'],
      ['Password (8 to 20 letters)'],
      ['Anmeldekennwort'],
      ['Ihr Passwort'],
      ['Bitte bestätigen Sie Ihr Passwort'],
      ['Votre mot de passe'],
      ['Vuelva a escribir su contraseña'],
      ['Digite a sua senha'],
      ['Inserisci di nuovo la password'],
      ['Voer uw wachtwoord opnieuw in'],
      ['Ditt lösenord'],
      ['Hasło ponownie'],
      ['Zadejte heslo znovu'],
      ['Şifrenizi tekrar girin'],
      ['Введите пароль ещё раз'],
      ['Κωδικός πρόσβασης'],
      ['登录密码'],
      ['请再次输入密码'],
      ['パスワードを再入力'],
      ['비밀번호 재입력'],
      ['ยืนยันรหัสผ่าน'],
      ['Nhập lại mật khẩu'],
      ['Masukkan kata sandi Anda'],
      ['أدخل كلمة المرور مرة أخرى'],
      ['הקלידו סיסמה שוב'],
    ]),
  )('not where that only says whose it is, or that it is wanted: %s', async (label) => {
    expect(await isOfSomething(label)).toEqual([false]);
  });
});

import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view, page } = browserForTests();

const NAME = '<label>Username <input name="username"></label>';
const PASSWORD = '<label>Password <input type="password" name="password"></label>';

describe('a name and a password', () => {
  const form = (button: string) => `<form method="post">${NAME}${PASSWORD}<button>${button}</button></form>`;

  it.each(
    variants(2, [
      'Save',
      'Add worker',
      'Create user',
      'Speichern',
      'Ajouter',
      'Guardar cambios',
      'Aggiungi',
      'Zapisz',
      'Uložit',
      'Сохранить',
      'Зберегти',
      'Kaydet',
      '保存',
      '저장',
      'حفظ',
      'שמור',
      'Simpan',
      'บันทึก',
    ]),
  )('are of somebody else under a button that says %s', async (button) => {
    expect((await view(form(button))).best).toBeNull();
  });

  it.each(variants(1, ['OK', 'Go', 'Continue', 'Submit']))('are a login under %s', async (button) => {
    expect((await view(form(button))).best?.class).toBe('login');
  });

  it('are a login beside a button that saves something else', async () => {
    const { best } = await view(`
      <form method="post"><h1>Log in</h1>${NAME}${PASSWORD}<button>Log in</button><button type="button">Save as PDF</button></form>`);
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(await page().locator(best!.submit!.css).textContent()).toBe('Log in');
  });
});

describe('what a machine is reached by', () => {
  it.each(
    variants(1, [
      ['SSID', 'Password', 'Connect'],
      ['Netzwerkname', 'Passwort', 'Verbinden'],
      ['Nombre de la red', 'Contraseña', 'Conectar'],
      ['Имя сети', 'Пароль', 'Подключить'],
      ['ネットワーク名', 'パスワード', '接続'],
    ]),
  )('is no login: %s, %s, %s', async (name, password, button) => {
    const { best } = await view(`
      <form><label>${name} <input name="n"></label><label>${password} <input type="password" name="p"></label><button>${button}</button></form>`);
    expect(best).toBeNull();
  });

  it('makes a set-up of a user and a password', async () => {
    const { best } = await view(`
      <h1>Step 2 of 3</h1><form method="post"><label>Host <input name="db_host"></label><label>User <input name="db_user"></label>
      <label>Password <input type="password" name="db_pass"></label><label>Name <input name="db_name"></label><button>Next</button></form>`);
    expect(best).toBeNull();
  });

  it('leaves a login to a database what it is', async () => {
    const { best } = await view(`
      <form method="post"><label>Server <input name="server"></label><label>Username <input name="user" autocomplete="username"></label>
      <label>Password <input type="password" name="pass" autocomplete="current-password"></label><label>Database <input name="db"></label><button>→</button></form>`);
    expect(best?.class).toBe('login');
  });
});

describe('a password alone', () => {
  it.each(
    variants(1, [
      ['This album is password protected.', 'Submit'],
      ['Die Datei ist passwortgeschützt.', 'Absenden'],
      ['Ce dossier est protégé par un mot de passe.', 'Valider'],
      ['Este contenido está protegido con contraseña.', 'Enviar'],
      ['Файл защищен паролем.', 'Отправить'],
      ['このファイルはパスワードで保護されています。', '送信'],
      ['此分享受密码保护。', '提交'],
    ]),
  )('opens what somebody shared: %s', async (text, button) => {
    const html = `<p>${text}</p><form method="post"><input type="password" name="password"><button>${button}</button></form>`;
    expect((await view(html)).best).toBeNull();
  });

  it('still logs in where the page says so', async () => {
    const html = `<h1>Log in</h1><form method="post">${PASSWORD}<button>Log in</button></form>`;
    expect((await view(html)).best?.class).toBe('password');
  });
});

describe('a lone address', () => {
  const form = (head: string, button: string) => `
    ${head}<form id="authForm" method="post"><input type="email" name="email"><button>${button}</button></form>`;

  it.each(
    variants(1, [
      'Send me a link',
      'Link zusenden',
      'Envoyez-moi un lien',
      'Enviarme un enlace',
      'Inviami un link',
      'Stuur mij een link',
      'Wyślij link',
      'Отправить ссылку',
      'リンクを送信',
      '링크 보내기',
      'שלח לי קישור',
      'أرسل لي رابطًا',
      'Gửi cho tôi một liên kết',
    ]),
  )('gets a link to mend something: %s', async (button) => {
    expect((await view(form('<h2>My certificate</h2>', button))).best).toBeNull();
  });

  it('gets one to log in with where the page says so', async () => {
    expect((await view(form('<h2>Log in</h2>', 'Send me a link'))).best?.class).toBe('identifier');
    const text = '<p>We mail you a login link.</p>';
    expect((await view(form(text, 'Submit'))).best?.class).toBe('identifier');
  });

  it('is for a new password where the text in front of it says so, whatever the form is called', async () => {
    const text = '<p>If we find an account, we will send you a link to reset your password.</p>';
    expect((await view(form(text, 'Send Link'))).best).toBeNull();
  });

  it('that is to be changed is no login, whatever it is good for', async () => {
    const html = `<h1>Change login e-mail</h1><form><label>Old e-mail <input type="email" name="old"></label>
      <label>New e-mail <input type="email" name="new"></label><button>Go on</button></form>`;
    expect((await view(html)).best).toBeNull();
  });
});

describe('a code that another device shows', () => {
  it('is no name, though its field is called after the user', async () => {
    const html = `<h1>Log in on your device</h1><form id="login"><label>Enter the code that your device shows
      <input name="device_user_code"></label><button>Send</button></form>`;
    const { forms } = await view(html);
    expect(forms[0]?.fields.map(({ role }) => role)).not.toContain('identifier');
    expect(['login', 'identifier', 'password']).not.toContain(forms[0]?.class);
  });
});

describe('what the markup says of a field', () => {
  it('that it is new is no sign-up where the page remembers who logs in', async () => {
    const field = '<label>Password <input type="password" name="p" autocomplete="new-password"></label>';
    const { best } = await view(`
      <h1>Log in</h1><form method="post">${NAME}${field}<label><input type="checkbox"> Keep me signed in</label><button>→</button></form>`);
    expect(best?.class).toBe('login');
    const signUp = await view(`<h1>Sign up</h1><form method="post">${NAME}${field}<button>→</button></form>`);
    expect(signUp.best).toBeNull();
  });
});

describe('a field that nobody calls a name', () => {
  it('takes the code that the text speaks of, whatever the button says', async () => {
    const html = `<div><p>Enter the 6-digit code of your authenticator.</p><div><form><input placeholder="e.g. 123"><button>Sign in</button></form></div></div>`;
    expect((await view(html)).best?.class).toBe('otp');
  });
});

describe('an address that goes to a newsletter', () => {
  it('is no name, though a password hides beside it', async () => {
    const html = `<form action="/newsletter/join" method="post"><input type="email" name="email" placeholder="Your e-mail">
      <input type="password" name="p" style="display: none"><button>Go</button></form>`;
    expect((await view(html)).best).toBeNull();
  });
});

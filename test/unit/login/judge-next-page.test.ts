import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewButton, ViewForm } from '../../../activities/login/page-world/view.js';
import { button, field, form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const after = (shown: Shown) => judge(page({ form: LOGIN }), page(shown), submissionOf(LOGIN));

describe('a message beside a form that asks for nothing of what was sent', () => {
  const QUESTION = form('otp', ['custom']);

  it.each([
    'We don’t recognize this computer. Please answer your question.',
    'Login failed. Please answer your question.',
    'Not recognised.',
  ])('is no word about the password: %s', (words) =>
    expect(after({ form: QUESTION, alerts: [words] })).toMatchObject({ kind: 'input', reason: 'next_form' }),
  );

  it('is one where it names what was sent', () => {
    const shown = { form: QUESTION, alerts: ['The password is wrong. Answer your question to go on.'] };
    expect(after(shown)).toMatchObject({ kind: 'refused', fields: ['password'] });
  });
});

describe('a form for another secret', () => {
  const SECOND: ViewForm = {
    ...form('otp', ['custom']),
    fields: [{ ...field('custom'), name: 'mailbox', label: 'Mailbox password', inputType: 'password' }],
  };

  it.each([
    'Your mail is encrypted with a second password that we do not know.',
    'Deine Daten schützt ein zweites Passwort, das wir nicht kennen.',
    'Un second mot de passe, que nous ne connaissons pas, protège vos messages.',
    'Vaše zprávy chrání druhé heslo, které neznáme.',
  ])('may tell what that is: %s', (line) =>
    expect(after({ form: SECOND, lines: [line] })).toMatchObject({ kind: 'input', reason: 'next_form' }),
  );

  it('refuses what was sent where a message does', () =>
    expect(after({ form: SECOND, alerts: ['Das Passwort ist falsch.'] })).toMatchObject({ kind: 'refused' }));
});

describe('a page that turns the browser down', () => {
  it.each([
    ['Couldn’t sign you in', 'This browser or app may not be secure.'],
    ['Anmeldung fehlgeschlagen', 'Ihr Browser wird von uns nicht unterstützt. Nehmen Sie einen anderen Browser.'],
    ['Échec de la connexion', 'Votre navigateur n’est pas pris en charge.'],
    ['Inicio de sesión fallido', 'Es posible que este navegador no sea seguro.'],
    ['Falha no login', 'Este navegador ou app pode não ser seguro.'],
    ['Accesso non riuscito', 'Questo browser potrebbe non essere sicuro.'],
    ['Inloggen mislukt', 'Deze browser of app is mogelijk niet veilig.'],
    ['Logowanie nie powiodło się', 'Ta przeglądarka nie jest obsługiwana.'],
    ['Не удалось войти', 'Возможно, этот браузер небезопасен. Попробуйте другой браузер.'],
    ['Giriş yapılamadı', 'Bu tarayıcı veya uygulama güvenli olmayabilir.'],
    ['ログインできませんでした', 'このブラウザは安全でない可能性があります。'],
    ['登录失败', '此浏览器或应用可能不安全。'],
    ['로그인 실패', '이 브라우저는 안전하지 않을 수 있습니다.'],
    ['فشل تسجيل الدخول', 'قد يكون هذا المتصفح غير آمن.'],
    ['ההתחברות נכשלה', 'ייתכן שהדפדפן הזה לא מאובטח.'],
    ['Đăng nhập không thành công', 'Trình duyệt này có thể không an toàn.'],
  ])('blames no value: %s, %s', (...lines) =>
    expect(after({ lines, buttons: [] })).toMatchObject({
      kind: 'unclear',
      lean: { kind: 'failed', code: 'login_not_allowed', reason: 'unsafe_browser' },
    }),
  );

  it('but not beside the form, where it refuses a value', () => {
    const shown = { form: LOGIN, lines: ['Wrong password.', 'Your browser is not supported.'] };
    expect(after(shown)).toMatchObject({ kind: 'refused' });
  });
});

describe('a form for a new account', () => {
  const account = (inputType: string): ViewForm => ({
    ...form('signup', ['identifier', 'new_password']),
    fields: [field('identifier'), { ...field('new_password'), inputType }],
  });

  it.each([
    ['with a password of its own is none behind a login', 'password', 'sent_to_sign_up'],
    ['without may be one to search by', 'text', 'nothing_decided'],
  ])('%s', (_, inputType, reason) => {
    const none = { ...page({}), view: { ...page({}).view, forms: [account(inputType)] } };
    expect(judge(page({ form: LOGIN }), none, submissionOf(LOGIN))).toMatchObject({
      kind: 'unclear',
      lean: { reason },
    });
  });
});

describe('a form whose fields have no labels', () => {
  const named = (label: string, pin: string, placeholder: string | null): ViewForm => ({
    ...LOGIN,
    signature: label,
    fields: LOGIN.fields.map((field) => ({
      ...field,
      label: `${label} ${field.role}`,
      placeholder,
      ref: { ...field.ref, pin },
    })),
  });

  it.each([
    ['in the same document', named('Name', 'a', null), named('Zugriff abgelehnt', 'a', null)],
    ['in another one', named('Name', 'a', 'Name'), named('Zugriff abgelehnt', 'b', 'Name')],
  ])('is the same where the site says something over it, %s', (_, before, now) => {
    const verdict = judge(page({ form: before }), page({ form: now }), submissionOf(before));
    expect(verdict).toMatchObject({ kind: 'unclear', lean: { reason: expect.not.stringMatching('next_form') } });
  });

  it('is another one where it asks for a name, and the next one in the same element', () => {
    const asks = (label: string): ViewForm => ({
      ...form('identifier', ['identifier']),
      signature: label,
      fields: form('identifier', ['identifier']).fields.map((one) => ({ ...one, label })),
    });
    const [before, now] = [asks('Company'), asks('Name')];
    expect(judge(page({ form: before }), page({ form: now }), submissionOf(before))).toMatchObject({
      kind: 'input',
      reason: 'next_form',
    });
  });

  it.each([
    ['the next one under a label of its own', 'Passwort der Karte', true, { kind: 'input', reason: 'next_form' }],
    ['the same under a label that refuses', 'Falsches Passwort', true, { kind: 'unclear' }],
    ['the same under words that may be anything', 'Losungswort', true, { kind: 'unclear' }],
    ['the same under words beside it', 'Passwort der Karte', false, { kind: 'unclear' }],
  ])('is, in the same element, %s', (_, label, labelled, verdict) => {
    const asks = (text: string): ViewForm => ({
      ...form('password', ['password']),
      signature: text,
      fields: form('password', ['password']).fields.map((one) => ({ ...one, label: text, labelled })),
    });
    const before = asks('Passwort');
    expect(judge(page({ form: before }), page({ form: asks(label) }), submissionOf(before))).toMatchObject(verdict);
  });

  it('is another one where nothing of it is left', () => {
    const [before, now] = [named('Name', 'a', null), named('Losungswort', 'b', null)];
    expect(judge(page({ form: before }), page({ form: now }), submissionOf(before))).toMatchObject({
      kind: 'input',
      reason: 'next_form',
    });
  });
});

describe('a device, a computer or a browser that a site does not know', () => {
  it.each([
    'We don’t recognize this device.',
    'We don’t recognize your browser.',
    'Ihr Gerät ist nicht gültig.',
    'Cet appareil n’est pas valide.',
    'Este navegador no es correcto.',
    'Questo dispositivo non è valido.',
    'To urządzenie jest nieprawidłowe.',
    'Это устройство неверно.',
    'Bu cihaz geçersiz.',
    'Den här enheten är ogiltig.',
  ])('is none of the values: %s', (words) =>
    expect(after({ form: LOGIN, alerts: [words] })).toMatchObject({ kind: 'input', reason: 'other_refused' }),
  );

  it.each([
    'Datos incorrectos, contacte con nuestro equipo.',
    'Inicio de sesión incorrecto, contacte con el equipo de soporte.',
    'Falsche Angaben, mehr dazu im Hilfebereich für Computer.',
    'Felaktiga uppgifter, kontakta din enhetschef.',
    'Hatalı giriş, tarayıcınızı yenileyin.',
    'Ugyldige opplysninger, prøv en annen nettleser.',
  ])('is not what a refusal only mentions: %s', (words) =>
    expect(after({ form: LOGIN, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['password'] }),
  );
});

describe('a name that is masked', () => {
  const MASKED: ViewForm = form('login', ['identifier', 'password']);
  const sent = {
    ...submissionOf(MASKED),
    fields: submissionOf(MASKED).fields.map((field) => ({ ...field, masked: true })),
  };
  const refused = (words: string) => judge(page({ form: MASKED }), page({ form: MASKED, alerts: [words] }), sent);

  it('does not share the blame with the password', () => {
    expect(refused('Los datos introducidos no son correctos.')).toMatchObject({
      kind: 'refused',
      fields: ['password'],
    });
  });

  it('is blamed where it is named', () => {
    expect(refused('Unknown user name.')).toMatchObject({ kind: 'refused', fields: ['email'] });
  });
});

describe('a site that was at another page, and is back at its form', () => {
  it('has let nobody know what became of the values', () => {
    const verdict = after({ form: LOGIN, paths: ['/home', '/login'] });
    expect(verdict).toMatchObject({ lean: { kind: 'input', left: 'unknown', words: null, reason: 'thrown_out' } });
  });

  it('has refused where it says so', () => {
    const verdict = after({ form: LOGIN, paths: ['/home', '/login'], alerts: ['Wrong password.'] });
    expect(verdict).toMatchObject({ kind: 'refused' });
  });

  it('is not known to keep none where it says what nobody can read', () => {
    const verdict = after({ form: LOGIN, paths: ['/home', '/login'], alerts: ['Xyzzy plugh frob.'] });
    expect(verdict).not.toMatchObject({ lean: { reason: 'thrown_out' } });
  });

  it('was nowhere else where its form leads', () => {
    const sent = { ...LOGIN, action: 'https://site.test/enter' };
    const verdict = judge(page({ form: sent }), page({ form: sent, paths: ['/enter', '/login'] }), submissionOf(sent));
    expect(verdict).not.toMatchObject({ lean: { reason: 'thrown_out' } });
  });
});

describe('what comes over the form', () => {
  const over = (buttons: readonly ViewButton[], alerts: readonly string[] = [], answer?: number) => {
    const shown = page({ form: LOGIN, alerts, ...(answer === undefined ? {} : { answer }) });
    const gate = { text: 'Kennung in Benutzung', pins: buttons.map(({ ref }) => ref.pin) };
    return judge(
      page({ form: LOGIN }),
      { ...shown, view: { ...shown.view, gate, buttons: [...buttons] } },
      submissionOf(LOGIN),
    );
  };
  const named = (label: string, more: Partial<ViewButton> = {}): ViewButton =>
    button({ label, ref: { frame: '', css: 'button', signature: label, pin: label }, ...more });

  it('asks, if it offers answers', () => {
    const verdict = over([named('Hierher holen'), named('Dort lassen')]);
    expect(verdict).toMatchObject({ lean: { kind: 'input', reason: 'asks_over_form' } });
  });

  it('does not, if it can only be closed', () => {
    const verdict = over([named('OK'), named('×', { kind: 'dismiss' })]);
    expect(verdict).not.toMatchObject({ lean: { reason: 'asks_over_form' } });
  });

  it('has refused where it says so', () => {
    const verdict = over([named('Again'), named('New password')], ['Wrong password.']);
    expect(verdict).toMatchObject({ kind: 'refused' });
  });

  it('does not, where the request with the values was turned down', () => {
    const verdict = over([named('Weiter'), named('Abbrechen')], [], 401);
    expect(verdict).toMatchObject({ lean: { kind: 'refused', reason: 'turned_down' } });
  });

  it('is asked of a person where it can not be read as a page of its own', () => {
    const verdict = over([named('Weiter'), named('Abbrechen')]);
    expect(verdict).toMatchObject({ lean: { kind: 'input', left: 'unknown' } });
  });
});

it('a form for the password again, after a code, is a no to the code where it says so', () => {
  const [code, password] = [form('otp', ['otp']), form('password', ['password'])];
  const shown = page({ form: password, alerts: ['Login failed. Please try again.'] });
  expect(judge(page({ form: code }), shown, submissionOf(code))).toMatchObject({ kind: 'refused', fields: ['code'] });
});

import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import { form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';
import amidTrouble from './sentences/amid-trouble.json' with { type: 'json' };
import captcha from './sentences/captcha.json' with { type: 'json' };
import codeOver from './sentences/code-over.json' with { type: 'json' };
import later from './sentences/later.json' with { type: 'json' };
import locked from './sentences/locked.json' with { type: 'json' };
import notAllowed from './sentences/not-allowed.json' with { type: 'json' };
import now from './sentences/now.json' with { type: 'json' };
import outage from './sentences/outage.json' with { type: 'json' };
import passwordOver from './sentences/password-over.json' with { type: 'json' };
import stale from './sentences/stale.json' with { type: 'json' };
import wait from './sentences/wait.json' with { type: 'json' };
import wrong from './sentences/wrong.json' with { type: 'json' };
import wrongCode from './sentences/wrong-code.json' with { type: 'json' };

const CODE = form('otp', ['otp'], ['otp']);

/** What a site that says so beside its form for a code, after one was sent, is taken to refuse; null where that is nothing. */
function refusedOf(shown: Shown, sent = CODE): readonly string[] | null {
  const verdict = judge(page({ form: sent }), page({ form: sent, ...shown }), submissionOf(sent));
  const certain = verdict.kind === 'unclear' ? verdict.lean : verdict;
  return certain.kind === 'refused' ? certain.fields : null;
}

const filled = { ...LOGIN, fields: LOGIN.fields.map((field) => ({ ...field, filled: true })) };

/** What a site that says so beside its login form, after a submit, is taken to mean. */
function meaningOf(text: string): string {
  const verdict = judge(page({ form: filled }), page({ form: filled, alerts: [text] }), submissionOf(LOGIN));
  const certain = verdict.kind === 'unclear' ? verdict.lean : verdict;
  if (certain.kind === 'failed') return certain.code;
  return certain.kind === 'input' ? `input ${certain.left}` : certain.kind;
}

const STATES: readonly [string, Readonly<Record<string, readonly string[]>>][] = [
  ['account_locked', locked],
  ['login_not_allowed', notAllowed],
  ['login_not_allowed', now],
  ['rate_limited', wait],
  ['captcha_blocked', captcha],
  ['input not_looked_at', stale],
  ['website_error', outage],
  ['refused', wrong],
];
/** The lists were made with every second sentence; the others tell how far they reach. */
const isKnown = (index: number): boolean => index % 2 === 0;

const sentences = STATES.flatMap(([meaning, all]) =>
  Object.entries(all).flatMap(([language, texts]) =>
    texts.map((text, index) => ({ meaning, language, text, known: isKnown(index) })),
  ),
);

describe('what sites say, in twenty languages', () => {
  it('is read where the lists were made with it', () => {
    const missed = sentences.filter(({ meaning, text, known }) => known && meaningOf(text) !== meaning);
    expect(missed.map(({ meaning, language, text }) => [meaning, language, text, meaningOf(text)])).toEqual([]);
  });

  // Counted before anything was made of it: 233 of 240.
  it('is read in nearly all other sentences as well', () => {
    const others = sentences.filter(({ known }) => !known);
    const read = others.filter(({ meaning, text }) => meaningOf(text) === meaning);
    expect(read.length / others.length).toBeGreaterThan(0.97);
  });

  it.each(Object.entries(later))('is %s, as trials have found since', (meaning, texts) => {
    expect(texts.filter((text) => !meaningOf(text).startsWith(meaning))).toEqual([]);
  });

  it.each(Object.entries(passwordOver))('is a password that may not be used any longer (%s)', (_, texts) => {
    expect(texts.filter((text) => meaningOf(text) !== 'password_change_required')).toEqual([]);
  });

  it.each(Object.entries({ ...codeOver, en: [...codeOver.en, 'Wait until the token changes.'] }))(
    'is that another code is needed, once one was sent (%s)',
    (_, texts) => {
      expect(texts.filter((text) => refusedOf({ alerts: [text] })?.join() !== 'code')).toEqual([]);
      // Where none was, this is advice.
      expect(texts.slice(0, 2).filter((text) => meaningOf(text) !== 'input unknown')).toEqual([]);
    },
  );

  it('is no word about a code where it says more', () => {
    const [advice = ''] = codeOver.en;
    const both = form('login', ['identifier', 'password', 'otp']);
    expect(refusedOf({ alerts: [advice] }, both)).toEqual(['code']);
    // What cannot be read may be about the password.
    expect(refusedOf({ alerts: ['Hm.', advice] }, both)).toBeNull();
    expect(refusedOf({ lines: [advice] }, both)).toBeNull();
    expect(refusedOf({ alerts: ['Wrong password.', advice] }, both)).toEqual(['password']);
    expect(refusedOf({ alerts: ['Too many attempts.', advice] })).toBeNull();
    expect(refusedOf({ alerts: ['The server did not answer.', advice] })).toBeNull();
  });

  it.each(Object.entries(amidTrouble))('is never taken for a login that nobody looked at (%s)', (_, texts) => {
    const resent = ['input not_looked_at', 'website_error'];
    expect(texts.filter((text) => resent.includes(meaningOf(text)))).toEqual([]);
  });

  it.each(Object.entries(wrongCode))('is that a code is wrong (%s)', (_, texts) => {
    expect(texts.filter((text) => refusedOf({ alerts: [text] })?.join() !== 'code')).toEqual([]);
  });

  it.each([
    'Failed to fetch',
    'TypeError: Failed to fetch',
    'Failed to fetch dynamically imported module: https://app.example.com/login-4f2a.js',
    'TypeError: Load failed',
    'NetworkError when attempting to fetch resource.',
    'Login failed: Failed to fetch',
    'Anmeldung fehlgeschlagen: TypeError: Load failed',
    'Erreur : Network request failed',
    'Loading chunk 5 failed.',
    'Request failed with status code 503',
    'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
    'JSON.parse: unexpected character at line 1 column 1 of the JSON data',
    "Cannot read properties of undefined (reading 'token')",
    'ログインに失敗しました: Failed to fetch',
  ])('is %s, of the browser and not of the values', (text) => {
    expect(meaningOf(text)).toBe('website_error');
  });

  it.each([
    ['Your password will expire in 5 days.', 'input unknown'],
    ['Ihr Passwort läuft in 5 Tagen ab.', 'input unknown'],
    ['Wrong password. You have 2 attempts left before your account is locked.', 'refused'],
    ['Das Passwort ist falsch. Nach zwei weiteren Fehlversuchen wird Ihr Konto gesperrt.', 'refused'],
    ['Mot de passe incorrect. Il vous reste 2 tentatives avant que votre compte soit bloqué.', 'refused'],
    ['Contraseña incorrecta. Si falla de nuevo, su cuenta será bloqueada.', 'refused'],
    ['Nieprawidłowe hasło. Po kolejnej próbie konto zostanie zablokowane.', 'refused'],
    ['パスワードが正しくありません。あと2回間違えるとアカウントがロックされます。', 'refused'],
    ['密码错误，还有2次机会，之后账户将被锁定。', 'refused'],
    ['Неверный пароль. Ещё две ошибки, и доступ будет заблокирован.', 'refused'],
    ['Şifre hatalı. 2 hatalı denemeden sonra hesabınız kilitlenecektir.', 'refused'],
    ['Incorrect login. Login failed?', 'refused'],
    ['User name or password was incorrect, or the check was not completed.', 'captcha_blocked'],
    ['Your one-time code has expired.', 'refused'],
    ['Wrong credentials, please try again.', 'refused'],
    ['Invalid user name, password or domain.', 'refused'],
    ['Login failed: the server did not respond.', 'website_error'],
    ['Hyrja dështoi: serveri nuk përgjigjet.', 'input unknown'],
    ['Prisijungti nepavyko: serveris neatsako.', 'website_error'],
    ['Login failed: your subscription has expired.', 'login_not_allowed'],
    ['You cannot log in outside of business hours.', 'login_not_allowed'],
    ['Your account is locked. You cannot log in right now.', 'account_locked'],
    ['Terlalu banyak percobaan. Anda tidak dapat masuk saat ini.', 'rate_limited'],
    ['Mật khẩu không đúng. Bạn không thể đăng nhập vào lúc này.', 'refused'],
    ['Das Passwort ist falsch, Sie können sich im Moment nicht anmelden.', 'refused'],
    ['Logging in from this country is not allowed. Try again later.', 'login_not_allowed'],
    ['Wrong password, or the account is not active yet.', 'refused'],
    ['The user name or password is wrong, or the account is inactive.', 'refused'],
    ['Wrong password. Accounts that are not confirmed yet cannot log in.', 'refused'],
    ['Benutzername oder Passwort falsch oder Konto noch nicht freigeschaltet.', 'refused'],
    ['Identifiants incorrects ou compte non activé.', 'refused'],
    ['密码错误或账号未激活。', 'refused'],
    ['密码错误或账户已被锁定，请稍后再试。', 'refused'],
    ['Wrong password, or the account is locked.', 'refused'],
    ['The account is locked, or the password is wrong.', 'refused'],
    ['Wrong password. The card will be blocked after several failed attempts.', 'refused'],
    ['סיסמה שגויה או שהחשבון טרם הופעל.', 'refused'],
    ['If your account has not been activated, request a new link.', 'input unknown'],
    ['Your session has expired because of an error. Please sign in again.', 'input not_looked_at'],
    ['An error occurred. Your session is no longer valid.', 'input not_looked_at'],
    ['The system is busy. Reload the page and try again.', 'input not_looked_at'],
    ['This page is too old. Reload it and try again.', 'input not_looked_at'],
    ['Inicio de sesión no válido.', 'refused'],
    ['Datos de inicio de sesión inválidos.', 'refused'],
    ["Nom d'ouverture de session invalide.", 'refused'],
    ['Geçersiz kullanıcı adı ya da şifre.', 'refused'],
    ['Wrong password, or this is your first login and it has to be changed.', 'input unknown'],
    ['Introduzca un teléfono válido.', 'input unknown'],
    ['Compruebe que el teléfono es correcto.', 'input unknown'],
    ['No es correcta.', 'refused'],
    ['Ada masalah dengan akun Anda.', 'website_error'],
    ['Access was blocked after too many attempts.', 'account_locked'],
  ])('%s is %s', (text, meaning) => {
    expect(meaningOf(text)).toBe(meaning);
  });

  it.each([
    'Forgot your password? Account locked?',
    'Forgot your password? Blocked accounts: contact us',
    'Your password expires in 5 days.',
    'Ihr Passwort läuft in 5 Tagen ab.',
    'Votre mot de passe expire dans 5 jours.',
    'Your last login attempt on Monday failed.',
    'Scheduled maintenance: Sunday from 2 to 4 am.',
    'Signing you in, please wait…',
    'Anmeldung erfolgreich, Sie werden weitergeleitet.',
    'Connexion réussie, redirection en cours.',
    'We use cookies.',
    'Vous pourrez changer cela plus tard.',
    'Puede completar su perfil más tarde.',
    'Potete farlo anche più tardi.',
    'Można to zmienić później.',
    'Du kan ändra detta senare.',
    'Bunu daha sonra da yapabilirsiniz.',
    'Это можно изменить позже.',
    'Αυτό γίνεται και αργότερα.',
    '您可以稍后设置。',
    '나중에 변경할 수 있습니다.',
    'يمكنك تغيير ذلك لاحقا.',
    'Caps Lock is on.',
    'Never share your code with anybody.',
    'Welkom bij de nieuwe website',
    'Branch not found.',
    'Vi kjenner ikke igjen denne enheten. Passordet ditt er godtatt.',
    'Nous ne reconnaissons pas cet appareil, alors que votre mot de passe a déjà servi.',
    'Wir kennen dieses Gerät noch nicht und haben Ihnen daher an Ihre E-Mail-Adresse geschrieben.',
    'Не распознано устройство, с которого введён пароль.',
    '无法识别您输入密码时所用的设备。',
    'Access denied.',
    'Accounts are locked after five failed attempts.',
    'Acesso restrito',
    'Access is restricted to employees.',
    'If the code is incorrect, wait for the next one.',
    'Wenn das Passwort falsch ist, setzen Sie es zurück.',
    'If you continue here, the other session is ended.',
    'When you log in for the first time, you have to set a password.',
    'Nach der ersten Anmeldung können Sie Ihr Passwort ändern.',
    'Lors de votre première connexion, vous devrez changer votre mot de passe.',
    'Al iniciar sesión por primera vez podrá cambiar su contraseña.',
    '初回ログイン後にパスワードを変更できます。',
    '首次登录后可以修改密码。',
    'Please answer your security question.',
    'Sicherheitsfrage: Geben Sie die Antwort ein.',
    'The session is protected.',
    'Refresh the page.',
    'Check the clock of your device before you use codes.',
    'Pop-ups are blocked, allow them for signing in.',
    'Read-only fields are grey.',
    'Votre membre parrain n’a jamais été banni.',
    'Sesje nieaktywne są usuwane.',
    'Modpas ou an pral ekspire byento.',
    'Mọi người vào được mà không cần lời mời.',
    'กรอกรหัสแบบใช้ครั้งเดียว',
    'Our privacy policy explains who has access to your data.',
    'Datenschutzrichtlinie: Zugriff auf Ihre Daten',
  ])('%s is no verdict on a login', (text) => {
    expect(meaningOf(text)).toBe('input unknown');
  });

  it.each([
    ['again', 'The system is busy. Please try again later.', [], 'not_looked_at'],
    ['from the beginning', 'Sessions end after inactivity.', ['Sessions end after inactivity.'], 'unknown'],
  ])('what stands there %s, beside no message', (_, line, first, left) => {
    const before = page({ form: filled, lines: [line] });
    const after = page({ form: filled, lines: [line], status: 200 });
    const verdict = judge(before, after, { ...submissionOf(LOGIN), linesBefore: new Set(first) });
    const certain = verdict.kind === 'unclear' ? verdict.lean : verdict;
    expect(certain).toMatchObject({ kind: 'input', left });
  });

  it.each([
    ['put there once more', { drawn: ['The system is busy.'] }, 'not_looked_at'],
    ['in a form that is drawn anew', { drawn: ['E-mail · The system is busy. · Sign in'] }, 'not_looked_at'],
    ['left there, once the site has answered', { answered: true }, 'not_looked_at'],
    ['left there, beside something new', { answered: true, alerts: ['Hm.'] }, 'unknown'],
    ['left there', {}, 'unknown'],
  ])('what stands in the same place, %s', (_, more, left) => {
    const busy = { form: filled, lines: ['The system is busy.'] };
    const verdict = judge(page(busy), page({ ...busy, ...more }), { ...submissionOf(LOGIN), linesBefore: new Set() });
    expect(verdict).toMatchObject({ kind: 'unclear', lean: { kind: 'input', left } });
  });

  it.each([
    ['put there once more', ['Wrong password.'], 'refused'],
    ['left there', [], 'input'],
  ])('a no in the same place, %s', (_, drawn, kind) => {
    const no = { form: filled, alerts: ['Wrong password.'] };
    const verdict = judge(page(no), page({ ...no, drawn, answered: true }), submissionOf(LOGIN));
    expect(verdict).toMatchObject({ kind: 'unclear', lean: { kind } });
  });
});

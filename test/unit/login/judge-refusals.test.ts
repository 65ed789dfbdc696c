import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { FieldMark, ViewButton, ViewForm } from '../../../activities/login/page-world/view.js';
import { button, field, form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const CODE = form('otp', ['otp']);

const after = (sent: ViewForm, shown: Shown, before: Shown = { form: sent }) =>
  judge(page(before), page(shown), submissionOf(sent));

describe('several secrets, refused together', () => {
  const ALL = form('login', ['identifier', 'password', 'otp']);

  it.each([
    ['Invalid credentials.', null],
    ['Identifiant, mot de passe ou code incorrect.', null],
    ['Anmeldung fehlgeschlagen.', null],
    ['로그인에 실패했습니다.', null],
    ['Il codice non è valido.', ['code']],
    ['A senha está incorreta.', ['password']],
    ['Unknown user name.', ['email']],
  ])('%s blames %s', (words, fields) => {
    const meant = fields === null ? { kind: 'input', left: 'unknown', words } : { kind: 'refused', fields };
    expect(after(ALL, { form: ALL, alerts: [words] })).toMatchObject(meant);
  });

  it('a code behind the password is one of them', () => {
    const appended = { ...submissionOf(LOGIN), appended: true };
    const verdict = judge(page({ form: LOGIN }), page({ form: LOGIN, alerts: ['That was wrong.'] }), appended);
    expect(verdict).toMatchObject({ kind: 'input', left: 'unknown', reason: 'several_secrets' });
  });
});

describe('a secret that the site calls by a name of its own', () => {
  const form = (label: string): ViewForm => ({
    ...LOGIN,
    fields: LOGIN.fields.map((one) => (one.role === 'password' ? { ...one, label } : one)),
  });

  it.each([
    ['Access code', 'Unknown user number or access code.'],
    ['Pieejas kods', 'Nepareizs lietotāja numurs vai pieejas kods.'],
    ['Código de acesso', 'Utilizador ou código de acesso inválidos.'],
  ])('is refused by that name: %s', (label, words) => {
    const sent = form(label);
    expect(after(sent, { form: sent, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['password'] });
  });

  it('and not by one that is another', () => {
    const sent = form('Access code');
    const verdict = after(sent, { form: sent, alerts: ['Unknown user name.'] });
    expect(verdict).toMatchObject({ kind: 'refused', fields: ['email'] });
  });
});

describe('a login that begins again after a secret', () => {
  const NAME = form('identifier', ['identifier']);
  const SECRET = form('password', ['password']);
  const again = (shown: Shown) =>
    judge(page({ form: SECRET }), page(shown), { ...submissionOf(SECRET), earlier: [NAME.signature] });
  const last = (verdict: ReturnType<typeof judge>) => (verdict.kind === 'unclear' ? verdict.lean : verdict);

  it.each([
    'The password is wrong.',
    'Das Passwort ist falsch.',
    'Het wachtwoord klopt niet.',
    'パスワードが正しくありません。',
  ])('has refused it, wherever that is said: %s', (words) => {
    expect(last(again({ form: NAME, lines: [words] }))).toMatchObject({ kind: 'refused', fields: ['password'] });
  });

  it.each([[['One more time, please.']], [[]]])(
    'sends nothing again by itself where that is not clear (%s)',
    (lines) => {
      expect(last(again({ form: NAME, lines }))).toMatchObject({ kind: 'input', left: 'unknown', reason: 'sent_back' });
    },
  );

  it('goes on where the form was not sent before, or nothing has gone out', () => {
    expect(last(again({ form: form('identifier', ['identifier', 'custom']) }))).toMatchObject({ reason: 'next_form' });
    expect(last(again({ form: NAME, kept: true }))).toMatchObject({ reason: 'next_form' });
  });
});

const FILLED = form('login', ['identifier', 'password'], ['identifier', 'password']);

describe('a form with more than a name and a password', () => {
  const BRANCH: ViewForm = {
    ...LOGIN,
    fields: [...LOGIN.fields, { ...field('custom'), name: 'branch' }],
  };

  it.each([
    ['Invalid branch.', { kind: 'input', left: 'unknown' }],
    ['Falsche Filiale.', { kind: 'input', left: 'unknown' }],
    ['Wrong password.', { kind: 'refused', fields: ['password'] }],
  ])('%s', (words, meant) => {
    expect(after(BRANCH, { form: BRANCH, alerts: [words] })).toMatchObject(meant);
  });
});

describe('a site that asks for right values in place of saying that these are wrong', () => {
  it.each([
    'Please enter a correct username and password. Note that both fields may be case-sensitive.',
    'Please enter the correct email and password for a staff account.',
    'Bitte einen gültigen Benutzernamen und ein Passwort eingeben. Beide Felder berücksichtigen die Groß-/Kleinschreibung.',
    'Saisissez un nom d’utilisateur et un mot de passe valides.',
    'Por favor, introduzca un nombre de usuario y clave correctos.',
    'Por favor, entre com um usuário e senha corretos.',
    'Inserisci nome utente e password corretti.',
    'Voer een juiste gebruikersnaam en wachtwoord in.',
    'Proszę podać poprawną nazwę użytkownika i hasło.',
    'Пожалуйста, введите правильные имя пользователя и пароль.',
    'Lütfen doğru kullanıcı adı ve parola girin.',
    '正しいユーザー名とパスワードを入力してください。',
    '请输入一个正确的用户名和密码。',
    '올바른 사용자 이름와 비밀번호를 입력하십시오.',
  ])('%s', (words) => {
    expect(after(LOGIN, { form: LOGIN, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['password'] });
    // What stood there before is a help to fill the form in.
    const asBefore = { form: LOGIN, alerts: [words] };
    expect(after(LOGIN, asBefore, asBefore)).not.toMatchObject({ kind: 'refused' });
  });

  it.each(['Enter a valid e-mail address.', 'Enter the characters of the picture.', 'Fill in both fields.'])(
    'a form that is not filled as it wants says nothing of the password: %s',
    (words) => {
      expect(after(LOGIN, { form: LOGIN, alerts: [words] })).not.toMatchObject({ fields: ['password'] });
    },
  );
});

describe('what went out', () => {
  it('is asked of a person where nobody knows what came of it', () => {
    const shown = { form: FILLED, alerts: ['Ezt a szobát zárva találta.'] };
    expect(after(LOGIN, shown)).toMatchObject({
      lean: { kind: 'input', left: 'unknown', words: shown.alerts[0], reason: 'same_form' },
    });
  });

  it('may be typed again where nothing did', () => {
    expect(after(LOGIN, { form: FILLED, kept: true })).toMatchObject({
      lean: { left: 'not_sent', reason: 'not_sent' },
    });
  });

  it('was not looked at where the session of the site was over', () => {
    const shown = { form: LOGIN, alerts: ['Ihre Sitzung ist abgelaufen.'] };
    expect(after(LOGIN, shown)).toMatchObject({ kind: 'input', left: 'not_looked_at', reason: 'not_looked_at' });
    expect(after(LOGIN, { form: FILLED, answer: 419 })).toMatchObject({ left: 'not_looked_at' });
  });

  it.each([
    [401, 'turned_down'],
    [422, 'turned_down'],
  ])('is refused by status %i of its request', (answer, reason) => {
    const lean = { kind: 'refused', fields: ['password'], words: null, reason };
    expect(after(LOGIN, { form: FILLED, answer })).toMatchObject({ lean });
  });

  it.each([403, 409])('is not refused by status %i', (answer) => {
    expect(after(LOGIN, { form: FILLED, answer })).toMatchObject({ lean: { left: 'unknown' } });
  });

  it.each([
    [429, 'rate_limited'],
    [423, 'account_locked'],
    [502, 'website_error'],
  ])('met %i', (answer, code) => {
    expect(after(LOGIN, { form: FILLED, answer })).toMatchObject({ kind: 'failed', code });
  });
});

describe('words that no list has', () => {
  const filled = form('login', ['identifier', 'password'], ['identifier', 'password']);
  const words = 'Vaša je organizacija obustavila rad.';

  it('beside a field that a script has emptied refuse nothing, and are told', () => {
    const emptied = { form: LOGIN, lines: [words] };
    expect(after(LOGIN, emptied, { form: filled })).toMatchObject({ lean: { kind: 'input', left: 'unknown', words } });
    expect(after(LOGIN, { form: LOGIN }, { form: filled })).toMatchObject({ lean: { reason: 'secret_emptied' } });
  });

  it('are told of the status that refuses', () => {
    const lean = { kind: 'refused', reason: 'turned_down', words };
    expect(after(LOGIN, { form: filled, lines: [words], answer: 401 })).toMatchObject({ lean });
  });
});

describe('marks', () => {
  const marked = (names: readonly string[], mark: FieldMark): ViewForm => ({
    ...FILLED,
    fields: FILLED.fields.map((field) => (names.includes(field.name) ? { ...field, marks: [mark] } : field)),
  });

  it('that came with the answer refuse what they are at', () => {
    const lean = { kind: 'refused', reason: 'marked_wrong' };
    expect(after(LOGIN, { form: marked(['email', 'password'], 'red') })).toMatchObject({
      lean: { ...lean, fields: ['password'] },
    });
    expect(after(LOGIN, { form: marked(['email'], 'aria_invalid') })).toMatchObject({
      lean: { ...lean, fields: ['email'] },
    });
  });

  it('that were there before say nothing', () => {
    const form = marked(['password'], 'error_class');
    expect(after(LOGIN, { form }, { form })).toMatchObject({ lean: { kind: 'input' } });
  });

  it('at another field say that it is about that', () => {
    const other = { ...field('custom', true), name: 'branch', marks: ['aria_invalid' as const] };
    const form = {
      ...marked(['password'], 'error_class'),
      fields: [...marked(['password'], 'error_class').fields, other],
    };
    expect(after(LOGIN, { form })).toMatchObject({ lean: { kind: 'input', left: 'unknown' } });
  });

  it('of a form that was not sent say nothing about its values', () => {
    expect(after(LOGIN, { form: marked(['password'], 'user_invalid'), kept: true })).toMatchObject({
      lean: { left: 'not_sent' },
    });
  });
});

describe('boxes of the browser', () => {
  const asking = (words: string) => ({ form: LOGIN, boxes: [{ asks: true, words }] });

  it('refuse like any other message', () => {
    const boxes = [{ asks: false, words: 'Wrong password.' }];
    expect(after(LOGIN, { form: LOGIN, boxes })).toMatchObject({ kind: 'refused', words: 'Wrong password.' });
  });

  it('that ask something end the login', () => {
    const elsewhere = 'Another user is logged in. Log in anyway?';
    expect(after(LOGIN, asking(elsewhere))).toMatchObject({ code: 'session_elsewhere', words: elsewhere });
    expect(after(LOGIN, asking('Save?'))).toMatchObject({ code: 'external_action_required', reason: 'site_asks' });
  });

  it('are no verdict where the login goes on, or was refused', () => {
    expect(after(LOGIN, { ...asking('Save?'), form: CODE })).toMatchObject({ kind: 'input', reason: 'second_factor' });
    expect(after(LOGIN, { ...asking('Save?'), alerts: ['Wrong password.'] })).toMatchObject({ kind: 'refused' });
  });
});

describe('a captcha', () => {
  it('takes the blame for a no', () => {
    const shown = { form: LOGIN, captcha: 'turnstile', alerts: ['Wrong user name or password.'] };
    expect(after(LOGIN, shown, { form: LOGIN, captcha: 'turnstile' })).toMatchObject({ code: 'captcha_blocked' });
  });

  it('behind a finished login is no verdict', () => {
    expect(after(LOGIN, { captcha: 'recaptcha', logout: true })).toMatchObject({ kind: 'authenticated' });
  });
});

describe('a page without a form', () => {
  it('refuses where that is all that it says', () => {
    const lines = ['Sorry - login failed', 'The user name or the password is not correct.'];
    expect(after(LOGIN, { lines, status: 200 })).toMatchObject({ kind: 'refused', reason: 'refused_on_page' });
  });

  it('does not where it says much else', () => {
    const lines = [...Array.from({ length: 40 }, (_, n) => `Line ${n}`), 'Wrong password entered on Monday.'];
    expect(after(LOGIN, { lines, marks: { 'cookie a': '1' } })).toMatchObject({ kind: 'authenticated' });
  });

  it('that asks something else is no session that was over', () => {
    const lines = ['You are already logged in on another device.', 'Your old session has ended.'];
    expect(after(LOGIN, { lines, status: 200 })).toMatchObject({ lean: { kind: 'authenticated' } });
  });
});

describe('a button for later', () => {
  const later: ViewButton = button({ label: 'Daha sonra hatırlat' });
  const words = 'Yeni parola Tekrar Değiştir Daha sonra hatırlat';
  const seen = (buttons: ViewButton[]) => {
    const shown = page({ lines: [words] });
    return judge(page({ form: LOGIN }), { ...shown, view: { ...shown.view, buttons } }, submissionOf(LOGIN));
  };

  it('is no word of the site that asks to wait', () => {
    expect(seen([later])).not.toMatchObject({ code: 'rate_limited' });
  });
});

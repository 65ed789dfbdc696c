import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewForm } from '../../../activities/login/page-world/view.js';
import { form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const EMAIL = form('identifier', ['identifier']);
const PASSWORD = form('password', ['password']);
const CODE = form('otp', ['otp']);

const after = (sent: ViewForm, shown: Shown, before: Shown = { form: sent }) =>
  judge(page(before), page(shown), submissionOf(sent));

describe('more is asked for', () => {
  it('a password after the e-mail address', () => {
    expect(after(EMAIL, { form: PASSWORD, status: 200 })).toMatchObject({ kind: 'input' });
  });

  it('a code after the password', () => {
    expect(after(PASSWORD, { form: CODE, status: 200 })).toMatchObject({ kind: 'input' });
  });

  it.each([401, 412])('a code that comes with status %i is no refusal', (status) => {
    expect(after(PASSWORD, { form: CODE, status, answer: status })).toMatchObject({ kind: 'input' });
  });

  it('a code that comes with an alert is no refusal', () => {
    const shown = { form: CODE, alerts: ['The code was sent to you. Invalid codes lock the account.'] };
    expect(after(LOGIN, shown)).toMatchObject({ kind: 'input' });
  });

  it('a password that comes with an alert is no refusal of the e-mail address', () => {
    expect(after(EMAIL, { form: PASSWORD, alerts: ['Welcome back! Enter your password.'] })).toMatchObject({
      kind: 'input',
    });
  });

  it('a code under a login form that is still there', () => {
    expect(
      after(LOGIN, { form: form('otp', ['identifier', 'password', 'otp'], ['identifier', 'password']) }),
    ).toMatchObject({
      kind: 'input',
      reason: 'second_factor',
    });
  });
});

describe('the site says no', () => {
  it('with an alert', () => {
    expect(after(PASSWORD, { form: PASSWORD, alerts: ['That is wrong.'] })).toEqual({
      kind: 'refused',
      fields: ['password'],
      words: 'That is wrong.',
      reason: 'new_words',
    });
  });

  it('with a line that is no alert but sounds like one', () => {
    expect(after(LOGIN, { form: LOGIN, lines: ['Login failed'] })).toMatchObject({
      kind: 'refused',
      words: 'Login failed',
    });
  });

  it('an alert that stood there before proves nothing', () => {
    const shown = { form: PASSWORD, alerts: ['Wrong password? Reset it.'] };
    expect(after(PASSWORD, shown, shown)).toMatchObject({ kind: 'unclear' });
  });

  it.each([
    ['We do not know this e-mail address.', ['email']],
    ['That password is not right.', ['password']],
    ['Wrong e-mail or password.', ['password']],
    ['Das Passwort ist falsch.', ['password']],
    ['Benutzername unbekannt.', ['email']],
  ])('%s', (words, fields) => {
    expect(after(LOGIN, { form: LOGIN, alerts: [words] })).toMatchObject({ kind: 'refused', fields });
  });

  it('and starts over', () => {
    expect(after(PASSWORD, { form: EMAIL, alerts: ['That was wrong.'] })).toMatchObject({
      kind: 'refused',
      fields: ['password'],
    });
  });

  it('to a code', () => {
    expect(after(CODE, { form: CODE, alerts: ['Wrong code.'] })).toMatchObject({ kind: 'refused', fields: ['code'] });
  });

  it('without a word, by emptying the password', () => {
    expect(after(LOGIN, { form: LOGIN, status: 200 })).toMatchObject({ lean: { kind: 'refused', words: null } });
  });

  it('a second time in the same words', () => {
    const shown = { form: PASSWORD, alerts: ['Wrong.'], status: 200 };
    expect(after(PASSWORD, shown, shown)).toMatchObject({ lean: { kind: 'refused', words: 'Wrong.' } });
  });

  it('without a word, by turning the request down', () => {
    const filled = form('login', ['identifier', 'password'], ['identifier', 'password']);
    expect(after(LOGIN, { form: filled, answer: 401 })).toMatchObject({ lean: { kind: 'refused' } });
  });

  it('a form that is simply still there is not a refusal', () => {
    const filled = form('login', ['identifier', 'password'], ['identifier', 'password']);
    expect(after(LOGIN, { form: filled })).toMatchObject({ kind: 'unclear', lean: { kind: 'input', left: 'unknown' } });
  });
});

describe('the login ends', () => {
  it.each([
    ['Your account has been locked.', 'account_locked'],
    ['Ihr Konto wurde gesperrt.', 'account_locked'],
    ['Too many attempts. Wrong password.', 'rate_limited'],
  ])('%s', (words, code) => {
    expect(after(PASSWORD, { form: PASSWORD, alerts: [words] })).toMatchObject({ kind: 'failed', code });
  });

  it('because of what an error says without a form, whatever the site has around it', () => {
    const around = Array.from({ length: 40 }, (_, n) => `Part ${n}`);
    const lines = [...around, 'Information', 'Reason: advertising', 'You have been banned from this board.'];
    const before = page({ form: PASSWORD, lines: around });
    const judged = (status: number) =>
      judge(before, page({ status, lines, marks: { 'cookie a': '1' } }), submissionOf(PASSWORD));
    expect(judged(403)).toMatchObject({ kind: 'failed', code: 'account_locked' });
    expect(judged(200)).toMatchObject({ kind: 'authenticated' });
  });

  it('not because of a line among all that a place says', () => {
    const lines = ['Your card', 'This user has been blocked', ...Array.from({ length: 40 }, (_, n) => `Part ${n}`)];
    expect(after(PASSWORD, { status: 200, lines, marks: { 'cookie a': '1' } })).toMatchObject({
      kind: 'authenticated',
    });
  });

  it('with status 429', () => {
    expect(after(PASSWORD, { form: PASSWORD, status: 429 })).toMatchObject({ kind: 'failed', code: 'rate_limited' });
  });

  it.each(['Hệ thống đang chuyển hướng, xin chờ giây lát', 'Bitte versuchen Sie es in wenigen Sekunden erneut.'])(
    'not before a page that leads on has had its time: %s',
    (line) => {
      const shown = { lines: [line], standing: { goesOn: true } };
      expect(after(PASSWORD, shown)).toMatchObject({ kind: 'unclear', lean: { code: 'rate_limited' } });
      expect(after(PASSWORD, { ...shown, standing: {} })).toMatchObject({ kind: 'failed', code: 'rate_limited' });
    },
  );

  it.each(['Sicherheitsabfrage', 'Controllo di sicurezza'])('not at a later step that is called "%s"', (title) => {
    const answer = form('otp', ['custom']);
    expect(after(PASSWORD, { form: answer, lines: [title] })).toMatchObject({ kind: 'input' });
    expect(after(PASSWORD, { form: PASSWORD, lines: [title] })).toMatchObject({ code: 'captcha_blocked' });
  });

  it('at a captcha that was not there before', () => {
    const blocked = { kind: 'unclear', lean: { code: 'captcha_blocked', reason: 'captcha' } };
    expect(after(PASSWORD, { form: PASSWORD, captcha: 'recaptcha' })).toMatchObject(blocked);
    // It comes again with a page that was too old.
    const old = { form: PASSWORD, captcha: 'recaptcha', alerts: ['Your session has expired. Please log in again.'] };
    expect(after(PASSWORD, old)).toMatchObject({ kind: 'input', left: 'not_looked_at' });
  });

  it('at an error of the site', () => {
    expect(after(PASSWORD, { status: 503 })).toMatchObject({ code: 'website_error' });
    expect(after(PASSWORD, { status: 503, title: 'Just a moment...' })).toMatchObject({ code: 'bot_detected' });
  });

  it('not at a password field that can not be filled', () => {
    expect(after(EMAIL, { status: 200, passwordShown: true, marks: { 'cookie a': '1' } })).toMatchObject({
      lean: { kind: 'failed', code: 'element_not_found' },
    });
  });
});

describe('the user is in', () => {
  it('the form is gone and there is a way out', () => {
    expect(after(PASSWORD, { logout: true })).toMatchObject({ kind: 'authenticated' });
  });

  it('the form is gone and a cookie has a new value', () => {
    const before = { form: PASSWORD, marks: { 'cookie sid': 'old' } };
    expect(after(PASSWORD, { marks: { 'cookie sid': 'new' } }, before)).toMatchObject({ kind: 'authenticated' });
  });

  it('a cookie that was there before proves nothing', () => {
    const marks = { 'cookie sid': 'old' };
    expect(after(PASSWORD, { marks }, { form: PASSWORD, marks })).toMatchObject({
      kind: 'unclear',
      lean: { kind: 'authenticated' },
    });
  });

  it('unless another device has to agree first', () => {
    const externalAction = { kind: 'push', text: 'Tap Yes on your phone', number: null } as const;
    expect(after(PASSWORD, { externalAction, marks: { 'cookie a': '1' } })).toMatchObject({
      kind: 'external_action',
      words: 'Tap Yes on your phone',
    });
  });
});

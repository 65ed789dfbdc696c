import { describe, expect, it } from 'vitest';
import { judge, type Submission } from '../../../activities/login/judge/judge.js';
import type { PageView, ViewForm } from '../../../activities/login/page-world/view.js';
import type { Observation } from '../../../activities/login/read/observe.js';
import { form } from './forms.js';

interface Shown {
  form?: ViewForm;
  alerts?: readonly string[];
  lines?: readonly string[];
  status?: number;
  turnedDown?: boolean;
  marks?: Readonly<Record<string, string>>;
  captcha?: string;
  logout?: boolean;
  title?: string;
  passwordShown?: boolean;
  externalAction?: PageView['externalAction'];
}

const page = (shown: Shown): Observation => ({
  view: {
    url: 'https://site.test/login',
    title: shown.title ?? '',
    forms: shown.form ? [shown.form] : [],
    best: shown.form ?? null,
    rivals: [],
    buttons: [],
    alerts: (shown.alerts ?? []).map((text) => ({ text, role: 'alert' })),
    captcha: shown.captcha ?? null,
    evidence: { logout: shown.logout ?? false, loginLink: false, passkey: false, headings: [] },
    permissions: [],
    allowsByForm: false,
    otpKind: null,
    gate: null,
    externalAction: shown.externalAction ?? null,
  },
  status: shown.status ?? null,
  turnedDown: shown.turnedDown ?? false,
  marks: new Map(Object.entries(shown.marks ?? {})),
  passwordShown: shown.passwordShown ?? false,
  lines: new Set(shown.lines ?? []),
  alive: false,
});

const LOGIN = form('login', ['identifier', 'password']);
const EMAIL = form('identifier', ['identifier']);
const PASSWORD = form('password', ['password']);
const CODE = form('otp', ['otp']);

const submissionOf = ({ fields, signature }: ViewForm): Submission => ({
  appended: false,
  signature,
  fields: fields.map(({ name, role }) => ({ name, role })),
});

const after = (sent: ViewForm, shown: Shown, before: Shown = { form: sent }) =>
  judge(page(before), page(shown), submissionOf(sent));

describe('more is asked for', () => {
  it('a password after the e-mail address', () => {
    expect(after(EMAIL, { form: PASSWORD, status: 200 })).toEqual({ kind: 'input' });
  });

  it('a code after the password', () => {
    expect(after(PASSWORD, { form: CODE, status: 200 })).toEqual({ kind: 'input' });
  });

  it.each([401, 412])('a code that comes with status %i is no refusal', (status) => {
    expect(after(PASSWORD, { form: CODE, status, turnedDown: true })).toEqual({ kind: 'input' });
  });

  it('a code that comes with an alert is no refusal', () => {
    const shown = { form: CODE, alerts: ['The code was sent to you. Invalid codes lock the account.'] };
    expect(after(LOGIN, shown)).toEqual({ kind: 'input' });
  });

  it('a password that comes with an alert is no refusal of the e-mail address', () => {
    expect(after(EMAIL, { form: PASSWORD, alerts: ['Welcome back! Enter your password.'] })).toEqual({ kind: 'input' });
  });

  it('a code under a login form that is still there', () => {
    expect(after(LOGIN, { form: form('otp', ['identifier', 'password', 'otp'], ['identifier', 'password']) })).toEqual({
      kind: 'input',
    });
  });
});

describe('the site says no', () => {
  it('with an alert', () => {
    expect(after(PASSWORD, { form: PASSWORD, alerts: ['Nope.'] })).toEqual({
      kind: 'refused',
      fields: ['password'],
      words: 'Nope.',
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
    expect(after(LOGIN, { form: filled, turnedDown: true })).toMatchObject({ lean: { kind: 'refused' } });
  });

  it('a form that is simply still there is not a refusal', () => {
    const filled = form('login', ['identifier', 'password'], ['identifier', 'password']);
    expect(after(LOGIN, { form: filled })).toEqual({ kind: 'unclear', lean: { kind: 'input' } });
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

  it('with status 429', () => {
    expect(after(PASSWORD, { form: PASSWORD, status: 429 })).toMatchObject({ kind: 'failed', code: 'rate_limited' });
  });

  it('at a captcha that was not there before', () => {
    expect(after(PASSWORD, { form: PASSWORD, captcha: 'recaptcha' })).toMatchObject({ code: 'captcha_blocked' });
    const both = { form: PASSWORD, captcha: 'recaptcha' };
    expect(after(PASSWORD, both, both)).not.toMatchObject({ code: 'captcha_blocked' });
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
    expect(after(PASSWORD, { logout: true })).toEqual({ kind: 'authenticated' });
  });

  it('the form is gone and a cookie has a new value', () => {
    const before = { form: PASSWORD, marks: { 'cookie sid': 'old' } };
    expect(after(PASSWORD, { marks: { 'cookie sid': 'new' } }, before)).toEqual({ kind: 'authenticated' });
  });

  it('a cookie that was there before proves nothing', () => {
    const marks = { 'cookie sid': 'old' };
    expect(after(PASSWORD, { marks }, { form: PASSWORD, marks })).toEqual({
      kind: 'unclear',
      lean: { kind: 'authenticated' },
    });
  });

  it('unless another device has to agree first', () => {
    const externalAction = { kind: 'push', text: 'Tap Yes on your phone', number: null } as const;
    expect(after(PASSWORD, { externalAction, marks: { 'cookie a': '1' } })).toEqual({
      kind: 'external_action',
      words: 'Tap Yes on your phone',
    });
  });
});

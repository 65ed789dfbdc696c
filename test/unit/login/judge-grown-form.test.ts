import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewForm } from '../../../activities/login/page-world/view.js';
import { field, form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const CODE = form('otp', ['otp']);

const after = (sent: ViewForm, shown: Shown) => judge(page({ form: sent }), page(shown), submissionOf(sent));

describe('a code that the form asks for besides when it is shown again', () => {
  const GROWN = form('login', ['identifier', 'password', 'otp']);
  const grown = (alert: string, shown: Shown = {}) => after(LOGIN, { form: GROWN, alerts: [alert], ...shown });

  it.each(['Wrong user name or password.', '用户名或密码错误，请重新输入。', 'Benutzername oder Passwort ist falsch.'])(
    'comes with a no to what was sent: %s',
    (words) => {
      expect(grown(words)).toMatchObject({ kind: 'refused', fields: ['password'], words });
    },
  );

  it.each([
    'Enter the code from your app.',
    'Please also enter your code.',
    'Two-factor authentication is on.',
    'Invalid code.',
  ])('is a second factor where the site says no such thing: %s', (words) => {
    expect(grown(words, { answer: 401 })).toEqual({ kind: 'input', reason: 'second_factor' });
  });

  it('is a second factor where it may be what was wrong', () => {
    const named = grown('Wrong user name, password or code.');
    expect(named).toEqual({ kind: 'input', reason: 'second_factor' });
    const shown = { form: GROWN, alerts: ['Wrong user name or password.'] };
    const sent = { ...submissionOf(GROWN), fields: submissionOf(LOGIN).fields };
    expect(judge(page({ form: GROWN }), page(shown), sent)).toEqual({ kind: 'input', reason: 'second_factor' });
  });

  it('is a second factor on a page of its own, whatever that says', () => {
    const verdict = after(LOGIN, { form: CODE, alerts: ['Wrong user name or password.'] });
    expect(verdict).toEqual({ kind: 'input', reason: 'second_factor' });
  });
});

describe('a value that the form asks for besides, after too many attempts', () => {
  const WORDS = 'Too many failed attempts. Please enter your identity number as well.';
  const more = { ...field('custom'), name: 'identity number' };
  const grown = { ...LOGIN, fields: [...LOGIN.fields, more] };

  it('is asked of a person, and no pause', () => {
    const verdict = after(LOGIN, { form: grown, alerts: [WORDS] });
    expect(verdict).toMatchObject({ kind: 'unclear', lean: { kind: 'input', left: 'unknown', words: WORDS } });
  });

  it.each([
    ['it was asked for before', { form: grown, alerts: [WORDS] }, { form: grown }],
    ['the server says so itself', { form: grown, alerts: [WORDS], answer: 429 }, { form: LOGIN }],
    ['it names a time', { form: grown, alerts: ['Too many attempts. Try again in 5 minutes.'] }, { form: LOGIN }],
    ['it is a captcha', { form: grown, alerts: [WORDS], captcha: 'picture' }, { form: LOGIN }],
    ['the form asks for no more than before', { form: LOGIN, alerts: [WORDS] }, { form: LOGIN }],
  ])('is a pause where %s', (_, shown, before) => {
    const verdict = judge(page(before), page(shown), submissionOf(LOGIN));
    expect(verdict).toMatchObject({ kind: 'failed', code: 'rate_limited' });
  });
});

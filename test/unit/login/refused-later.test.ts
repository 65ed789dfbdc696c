import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewForm } from '../../../activities/login/page-world/view.js';
import { form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const CODE = form('otp', ['otp']);

const after = (sent: ViewForm, shown: Shown) => judge(page({ form: sent }), page(shown), submissionOf(sent));

describe('a code that is refused at the form for the password', () => {
  it.each([
    ['Invalid user name, password or code.', null],
    ['Benutzername, Passwort oder Code ist falsch.', null],
    ['Les informations de connexion sont incorrectes.', null],
    ['ユーザー名、パスワード、またはコードが正しくありません。', null],
    ['Wrong code. Please sign in again.', ['code']],
    ['Kod jest nieprawidłowy.', ['code']],
  ])('%s blames %s', (words, fields) => {
    const meant = fields === null ? { kind: 'input', left: 'unknown', words } : { kind: 'refused', fields };
    expect(after(CODE, { form: LOGIN, alerts: [words] })).toMatchObject(meant);
  });

  it('is refused alone where a code is asked for again', () => {
    const words = 'Invalid user name, password or code.';
    expect(after(CODE, { form: CODE, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['code'] });
  });
});

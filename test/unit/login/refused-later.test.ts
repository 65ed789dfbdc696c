import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewForm } from '../../../activities/login/page-world/view.js';
import { form } from './forms.js';
import { LOGIN, page, type Shown, submissionOf } from './observations.js';

const CODE = form('otp', ['otp']);

const after = (sent: ViewForm, shown: Shown) => judge(page({ form: sent }), page(shown), submissionOf(sent));

/** @param fields that the words blame; null where nobody knows */
const meant = (words: string, fields: string[] | null): object =>
  fields === null ? { kind: 'input', left: 'unknown', words } : { kind: 'refused', fields };

describe('a code that is refused at the form for the password', () => {
  it.each([
    ['Invalid user name, password or code.', null],
    ['Benutzername, Passwort oder Code ist falsch.', null],
    ['Les informations de connexion sont incorrectes.', null],
    ['ユーザー名、パスワード、またはコードが正しくありません。', null],
    ['Wrong code. Please sign in again.', ['code']],
    ['Kod jest nieprawidłowy.', ['code']],
  ])('%s blames %s', (words, fields) => {
    expect(after(CODE, { form: LOGIN, alerts: [words] })).toMatchObject(meant(words, fields));
  });

  it('is refused alone where a code is asked for again', () => {
    const words = 'Invalid user name, password or code.';
    expect(after(CODE, { form: CODE, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['code'] });
  });
});

describe('a password and a code in one form', () => {
  const BOTH = form('login', ['identifier', 'password', 'otp']);

  it.each([
    ['Inloggen mislukt. Controleer uw gegevens en de code.', null],
    ['Login failed. Check your details and the code, and try again.', null],
    ['Anmeldung fehlgeschlagen. Prüfen Sie Ihre Daten und den Code.', null],
    ['Échec de la connexion. Vérifiez vos données et le code.', null],
    ['ログインに失敗しました。入力内容とコードをご確認ください。', null],
    ['Вход не выполнен. Проверьте данные и код.', null],
    ['Login failed. The code is wrong.', ['code']],
    ['Der Code ist abgelaufen.', ['code']],
    ['Le code est invalide. Vérifiez vos données.', ['code']],
    ['コードが正しくありません。', ['code']],
  ])('%s blames %s', (words, fields) => {
    expect(after(BOTH, { form: BOTH, alerts: [words] })).toMatchObject(meant(words, fields));
  });
});

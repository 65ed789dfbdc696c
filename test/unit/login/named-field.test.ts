/** What a site says no to by the name of its own field. */
import { expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import { field, form } from './forms.js';
import { page, submissionOf } from './observations.js';

const withField = (...labels: readonly string[]) => {
  const own = labels.map((label) => ({ ...field('custom'), name: `own:${label}`, label }));
  const login = form('login', ['identifier', 'password']);
  return { ...login, fields: [...own, ...login.fields] };
};
const judged = (words: string, ...labels: readonly string[]) => {
  const sent = withField(...labels);
  return judge(page({ form: sent }), page({ form: sent, alerts: [words] }), submissionOf(sent));
};

it.each([
  ['Branch number', 'The branch number is wrong.'],
  ['Filialnummer', 'Die Filialnummer ist falsch.'],
  ['מספר סניף', 'מספר הסניף שגוי.'],
  ['Код филиала', 'Неверный код филиала.'],
  ['Kod oddziału', 'Kod oddziału jest nieprawidłowy.'],
  ['店舗コード', '店舗コードが正しくありません。'],
  ['지점 코드', '지점 코드가 올바르지 않습니다.'],
  ['机构代码', '机构代码错误。'],
  ['رمز الفرع', 'رمز الفرع غير صحيح.'],
  ['Şube kodu', 'Şube kodu hatalı.'],
  ['Code de l’agence', "Le code de l'agence est incorrect."],
  ['Kundenummer', 'Kundenummeret er ugyldigt.'],
  ['Código de sucursal', 'El código de sucursal no existe.'],
  ['Toimipiste', 'Toimipiste on virheellinen.'],
  ['รหัสสาขา', 'รหัสสาขาไม่ถูกต้อง'],
  ['PIN', 'Wrong PIN.'],
])('%s: %s', (label, words) => {
  expect(judged(words, label)).toEqual({ kind: 'refused', fields: [`own:${label}`], words, reason: 'new_words' });
});

it('says so at the field itself', () => {
  const sent = withField('Branch number');
  const [own, ...others] = sent.fields;
  const at = (hint: string) => ({ ...sent, fields: [{ ...own!, hint }, ...others] });
  const after = (before: string) =>
    judge(
      page({ form: at(before) }),
      page({ form: at('Invalid value.'), lines: ['Invalid value.'] }),
      submissionOf(sent),
    );
  expect(after('4 digits')).toMatchObject({ kind: 'refused', fields: ['own:Branch number'] });
  expect(after('Invalid value.')).not.toMatchObject({ fields: ['own:Branch number'] });
});

it.each([
  ['names the password, too', 'Wrong branch number or password.', ['Branch number']],
  ['says that of each, one after the other', 'Wrong branch number. Wrong password.', ['Branch number']],
  ['names another one, too', 'The branch number or the desk number is wrong.', ['Branch number', 'Desk number']],
  ['names none', 'Invalid department.', ['Branch number']],
  ['names it in a word that holds it by chance', 'Your shopping bag is invalid.', ['PIN']],
  ['has forgotten the login', 'The branch number is wrong or your session has expired.', ['Branch number']],
])('nothing is blamed of its own where the site %s', (_, words, labels) => {
  expect(judged(words, ...labels)).not.toMatchObject({ kind: 'refused', fields: [expect.stringMatching(/^own:/)] });
});
